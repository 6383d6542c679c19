import { realKafkaOrMock } from '../../support/brokers/broker-kinds.ts'
import { testCarrying } from '../../support/brokers/test-carrying.ts'

testCarrying(await realKafkaOrMock())
