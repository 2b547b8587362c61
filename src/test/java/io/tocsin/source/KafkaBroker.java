package io.tocsin.source;

import io.tocsin.Waiting;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.MetadataVersion;

/** A broker of Kafka that is its own controller, as it is. */
public final class KafkaBroker implements AutoCloseable {
    private final String address;
    private final KafkaRaftServer server;
    private final Admin admin;
    private final Producer<byte[], byte[]> producer;

    private KafkaBroker(Path directory) throws Exception {
        int port = freePort();
        int controller = freePort();
        address = "127.0.0.1:" + port;
        Path data = directory.resolve("kafka");
        format(data);
        server = new KafkaRaftServer(KafkaConfig.fromProps(properties(data, port, controller)), Time.SYSTEM);
        server.startup();
        admin = Admin.create(Map.of("bootstrap.servers", address));
        producer = new KafkaProducer<>(
                Map.of(
                        "bootstrap.servers",
                        address,
                        // A topic that is new refuses its first records, and those behind them must wait then.
                        "enable.idempotence",
                        false,
                        "max.in.flight.requests.per.connection",
                        1,
                        "retry.backoff.ms",
                        20),
                new ByteArraySerializer(),
                new ByteArraySerializer());
    }

    public static KafkaBroker start(Path directory) throws Exception {
        return new KafkaBroker(directory);
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static void format(Path data) throws Exception {
        new Formatter()
                .setClusterId("dG9jc2luLXRlc3RzLWthZg")
                .setNodeId(1)
                .setDirectories(List.of(data.toString()))
                .setMetadataLogDirectory(data.toString())
                .setControllerListenerName("CONTROLLER")
                .setReleaseVersion(MetadataVersion.latestProduction())
                .run();
    }

    private static Properties properties(Path data, int port, int controller) {
        Properties properties = new Properties();
        properties.putAll(Map.ofEntries(
                Map.entry("node.id", "1"),
                Map.entry("process.roles", "broker,controller"),
                Map.entry("controller.quorum.voters", "1@127.0.0.1:" + controller),
                Map.entry("controller.listener.names", "CONTROLLER"),
                Map.entry("listeners", "PLAINTEXT://127.0.0.1:" + port + ",CONTROLLER://127.0.0.1:" + controller),
                Map.entry("listener.security.protocol.map", "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT"),
                Map.entry("log.dirs", data.toString()),
                Map.entry("offsets.topic.replication.factor", "1"),
                Map.entry("offsets.topic.num.partitions", "1"),
                Map.entry("group.initial.rebalance.delay.ms", "0"),
                Map.entry("group.min.session.timeout.ms", "1000"),
                Map.entry("num.network.threads", "1"),
                Map.entry("num.io.threads", "2")));
        return properties;
    }

    public String address() {
        return address;
    }

    public void topic(String name, int partitions) throws Exception {
        on(admin.createTopics(List.of(new NewTopic(name, partitions, (short) 1)))
                .all());
    }

    /** Writes the record, and does not wait. */
    public void write(String topic, int partition, String value) {
        var unused =
                producer.send(new ProducerRecord<>(topic, partition, null, value.getBytes(StandardCharsets.UTF_8)));
    }

    private static <T> T on(Future<T> future) throws Exception {
        return future.get(Waiting.SECONDS, TimeUnit.SECONDS);
    }

    /** Writes the records, and returns when the broker has them. */
    public void write(String topic, int partition, List<String> values) throws Exception {
        List<Future<?>> writes = new ArrayList<>();
        for (String value : values) {
            writes.add(producer.send(
                    new ProducerRecord<>(topic, partition, null, value.getBytes(StandardCharsets.UTF_8))));
        }
        for (Future<?> write : writes) {
            on(write);
        }
    }

    /** How far the group has committed the partition; 0 if it has not. */
    long committed(String group, String topic, int partition) throws Exception {
        var offset = on(admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata())
                .get(new TopicPartition(topic, partition));
        return offset == null ? 0 : offset.offset();
    }

    /** What is before the offset is gone. */
    void forgetBefore(String topic, int partition, long offset) throws Exception {
        on(admin.deleteRecords(Map.of(new TopicPartition(topic, partition), RecordsToDelete.beforeOffset(offset)))
                .all());
    }

    @Override
    public void close() {
        producer.close();
        admin.close();
        server.shutdown();
        server.awaitShutdown();
    }
}
