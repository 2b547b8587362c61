package io.tocsin.source;

import java.util.List;
import java.util.Map;

/**
 * How a topic of Kafka is read.
 *
 * @param brokers some of them, as {@code host:port}
 * @param group who of all that read the topic shares it
 * @param properties whatever else the client is to be told, such as how to log in
 */
public record KafkaConfig(List<String> brokers, String topic, String group, Map<String, String> properties) {
    public KafkaConfig {
        brokers = List.copyOf(brokers);
        properties = Map.copyOf(properties);
    }

    /** Passwords are among the properties. */
    @Override
    public String toString() {
        return "KafkaConfig[brokers=" + brokers + ", topic=" + topic + ", group=" + group + "]";
    }
}
