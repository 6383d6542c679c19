import { describe, expect, it } from 'vitest'
import { brokerOf } from '../../../brokers/broker-address.ts'
import { brokerFromUrl } from '../../../brokers/index.ts'

describe('The address of a broker', () => {
  it.each([
    ['redis://127.0.0.1:6390', 'redis-streams', 'Redis 127.0.0.1:6390'],
    ['redis://desk:s3cret@cache.example/2', 'redis-streams', 'Redis cache.example:6379/2'],
    ['rediss://:s3cret@cache.example', 'redis-streams', 'Redis cache.example:6379'],
    ['amqp://localhost', 'rabbitmq', 'RabbitMQ localhost:5672'],
    ['amqp://desk:s3cret@mq.example/', 'rabbitmq', 'RabbitMQ mq.example:5672'],
    [
      'amqps://desk:s3cret@mq.example/studio?heartbeat=9',
      'rabbitmq',
      'RabbitMQ mq.example:5671/studio',
    ],
    ['kafka://a.example,b.example:9093', 'kafka', 'Kafka a.example:9092,b.example:9093'],
    ['redis://[::1]:6390', 'redis-streams', 'Redis [::1]:6390'],
  ])('%s is read, and shown without its password', (url, provider, place) => {
    const broker = brokerFromUrl(url)
    expect(broker).toEqual({ provider, connection: url })
    expect(brokerOf(broker)).toMatchObject({ place, namespace: 'fitflow' })
  })

  it('may name a namespace', () => {
    const broker = brokerFromUrl('redis://127.0.0.1?namespace=studio-7')
    expect(broker.namespace).toBe('studio-7')
    expect(broker.connection).toBe('redis://127.0.0.1')
  })

  it.each([
    ['', 'begins with redis://'],
    ['nats://s3cret@host', 'begins with redis://'],
    ['http://desk:s3cret@host', 'begins with redis://'],
    ['redis://desk:s3cret@', 'begin'],
    ['redis://desk:s3cret@a,b', 'names one host'],
    ['amqp://desk:s3cret@ho st', 'names no host'],
    ['kafka://desk:s3cret@host', 'name and password'],
    ['kafka://host:9092,', 'names no host'],
  ])('%j is refused, and not repeated', (url, reason) => {
    expect(() => brokerFromUrl(url)).toThrow(reason)
    expect(() => brokerFromUrl(url)).not.toThrow('s3cret')
  })

  it('must be one of its provider', () => {
    expect(() => brokerOf({ provider: 'kafka', connection: 'redis://host' })).toThrow('kafka')
  })
})
