import { Consumer, Producer, stringDeserializers, stringSerializers } from '@platformatic/kafka'
import { createClient } from '@redis/client'
import { connect } from 'amqplib'

/** So many are sent before their confirmation is waited for, and taken at a time, as FitFlow does. */
const atOnce = 250

/**
 * A broker's own client in a few lines: sends texts and receives them at the same time, each
 * acknowledged, and does nothing else. Resolves when the last one came.
 */
export type BareClient = (url: string, name: string, texts: readonly string[]) => Promise<void>

/** Redis Streams: one stream, one group. */
export const bareRedis: BareClient = async (url, name, texts) => {
  const [sender, receiver] = await Promise.all([
    createClient({ url }).connect(),
    createClient({ url }).connect(),
  ])
  await sender.xGroupCreate(name, 'bench', '0', { MKSTREAM: true })
  const send = async () => {
    for (let from = 0; from < texts.length; from += atOnce) {
      const some = texts.slice(from, from + atOnce)
      await Promise.all(some.map((event) => sender.xAdd(name, '*', { event })))
    }
  }
  const receive = async () => {
    let received = 0
    while (received < texts.length) {
      const [stream] = ((await receiver.xReadGroup('bench', 'one', [{ key: name, id: '>' }], {
        COUNT: atOnce,
        BLOCK: 500,
      })) ?? []) as { messages: { id: string; message: { event?: string } }[] }[]
      if (!stream) continue
      for (const { message } of stream.messages) JSON.parse(message.event ?? '')
      received += stream.messages.length
      await receiver.xAck(
        name,
        'bench',
        stream.messages.map(({ id }) => id),
      )
    }
  }
  await Promise.all([send(), receive()])
  await sender.del(name)
  sender.destroy()
  receiver.destroy()
}

/** RabbitMQ: one quorum queue. */
export const bareRabbit: BareClient = async (url, name, texts) => {
  const connection = await connect(url)
  const [sender, receiver] = await Promise.all([
    connection.createConfirmChannel(),
    connection.createChannel(),
  ])
  await sender.assertQueue(name, { durable: true, arguments: { 'x-queue-type': 'quorum' } })
  await receiver.prefetch(atOnce)
  const send = async () => {
    for (let from = 0; from < texts.length; from += atOnce) {
      for (const text of texts.slice(from, from + atOnce)) {
        sender.sendToQueue(name, Buffer.from(text), { persistent: true })
      }
      await sender.waitForConfirms()
    }
  }
  let received = 0
  const receive = new Promise<void>((resolve, reject) => {
    const take = (message: { content: Buffer } | null) => {
      if (message === null) return
      JSON.parse(message.content.toString('utf8'))
      receiver.ack(message as Parameters<typeof receiver.ack>[0])
      received += 1
      if (received === texts.length) resolve()
    }
    receiver.consume(name, take).catch(reject)
  })
  await Promise.all([send(), receive])
  await sender.deleteQueue(name)
  await connection.close()
}

/** Kafka: one topic of six partitions, one member of a group. */
export const bareKafka: BareClient = async (url, name, texts) => {
  const bootstrapBrokers = url.replace('kafka://', '').split(',')
  const options = { clientId: name, bootstrapBrokers, autocreateTopics: true }
  const producer = new Producer({ ...options, serializers: stringSerializers })
  const consumer = new Consumer({
    ...options,
    groupId: name,
    deserializers: stringDeserializers,
    maxWaitTime: 250,
  })
  // The topic is there, and the group is whole, before anything is measured.
  await producer.send({ messages: [{ topic: name, value: '' }] })
  const stream = await consumer.consume({ topics: [name], mode: 'latest', autocommit: 100 })
  const send = async () => {
    for (let from = 0; from < texts.length; from += atOnce) {
      const some = texts.slice(from, from + atOnce)
      await producer.send({ messages: some.map((value) => ({ topic: name, key: value, value })) })
    }
  }
  const receive = async () => {
    let received = 0
    for await (const { value } of stream) {
      JSON.parse(value)
      received += 1
      if (received === texts.length) return
    }
  }
  await Promise.all([send(), receive()])
  await stream.close()
  await Promise.all([producer.close(true), consumer.close(true)])
}
