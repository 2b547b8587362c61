package io.tocsin.app;

import io.tocsin.cluster.HostPort;
import io.tocsin.source.JetstreamConfig;
import io.tocsin.source.JetstreamSource;
import io.tocsin.source.KafkaConfig;
import io.tocsin.source.MastodonConfig;
import io.tocsin.source.MastodonSource;
import io.tocsin.source.Secret;
import io.tocsin.source.Source;
import io.tocsin.source.XConfig;
import io.tocsin.source.XSource;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Properties;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;

/** A source as it is configured: one of the list {@code sources}. */
sealed interface SourceConfig {
    /** What it is called in the API, in metrics and in the store. */
    String name();

    /** As it is written in the configuration. */
    String type();

    /** One whose parts are each read by one member alone. */
    sealed interface Stream extends SourceConfig {
        /** What is read on its own, by name. */
        Map<String, Function<Vertx, Source>> parts(InstantSource clock);
    }

    /** A topic of Kafka, which all members share. */
    record Kafka(String name, KafkaConfig config) implements SourceConfig {
        @Override
        public String type() {
            return "kafka";
        }
    }

    /** Bluesky's Jetstream. */
    record Jetstream(String name, JetstreamConfig config) implements Stream {
        @Override
        public String type() {
            return "jetstream";
        }

        @Override
        public Map<String, Function<Vertx, Source>> parts(InstantSource clock) {
            return Map.of(name, vertx -> new JetstreamSource(vertx, config, clock));
        }
    }

    /** A stream of X's API. */
    record X(String name, XConfig config) implements Stream {
        @Override
        public String type() {
            return "x";
        }

        @Override
        public Map<String, Function<Vertx, Source>> parts(InstantSource clock) {
            if (config.partitions().isEmpty()) {
                return Map.of(name, vertx -> new XSource(vertx, config, OptionalInt.empty(), clock));
            }
            Map<String, Function<Vertx, Source>> parts = new LinkedHashMap<>();
            for (int partition : config.partitions()) {
                parts.put(
                        name + "/" + partition, vertx -> new XSource(vertx, config, OptionalInt.of(partition), clock));
            }
            return parts;
        }
    }

    /** A server of Mastodon. */
    record Mastodon(String name, MastodonConfig config) implements Stream {
        @Override
        public String type() {
            return "mastodon";
        }

        @Override
        public Map<String, Function<Vertx, Source>> parts(InstantSource clock) {
            return Map.of(name, vertx -> new MastodonSource(vertx, config, clock));
        }
    }

    /** The list. */
    static List<SourceConfig> read(Settings settings) {
        return new Reader(settings).all();
    }

    /** Reads the list from the settings. */
    final class Reader {
        private static final int MOST = 100;
        private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9-]{0,39}");
        private static final String TYPES = "jetstream, x, mastodon or kafka";
        private static final int KAFKA = 9092;
        private static final Pattern TOPIC = Pattern.compile("[A-Za-z0-9._-]{1,249}");
        private static final String TOPICS = "1 to 249 of A-Z, a-z, 0-9, . _ and -";
        private static final Pattern STREAM =
                Pattern.compile("search|sample|sample10|firehose|tweet-compliance|user-compliance");
        private static final String STREAMS = "search, sample, sample10, firehose, tweet-compliance or user-compliance";
        private static final String NAMES = "1 to 40 of a-z, 0-9 and -";
        private static final Duration SHORTEST_SILENCE = Duration.ofMillis(100);
        private static final Duration LONGEST_SILENCE = Duration.ofHours(1);

        private final Settings settings;

        private Reader(Settings settings) {
            this.settings = settings;
        }

        List<SourceConfig> all() {
            int count = settings.items("sources", MOST, "a list of sources, such as [{type: jetstream}]");
            List<SourceConfig> sources = new ArrayList<>();
            Set<String> names = new HashSet<>();
            for (int i = 0; i < count; i++) {
                SourceConfig source = source("sources." + i + ".");
                if (!names.add(source.name())) {
                    throw new ConfigException(
                            "sources." + i + ".name: \"" + source.name() + "\" (expected: a name of its own for each)");
                }
                sources.add(source);
            }
            return sources;
        }

        private SourceConfig source(String key) {
            String type = settings.text(key + "type", "", Pattern.compile("jetstream|x|mastodon|kafka"), TYPES);
            return switch (type) {
                case "jetstream" -> jetstream(key, name(key, "bluesky"));
                case "x" -> x(key, name(key, "x"));
                case "mastodon" -> mastodon(key, name(key, "mastodon"));
                case "kafka" -> kafka(key, name(key, "kafka"));
                default -> throw new ConfigException(key + "type: none (expected: " + TYPES + ")");
            };
        }

        private X x(String key, String name) {
            String stream = settings.text(key + "stream", "search", STREAM, STREAMS);
            XConfig.Stream its =
                    XConfig.Stream.valueOf(stream.toUpperCase(Locale.ROOT).replace('-', '_'));
            List<URI> service = settings.services(key + "service", List.of(XConfig.PUBLIC), Set.of("http", "https"));
            return new X(
                    name,
                    new XConfig(
                            service.get(0),
                            its,
                            settings.numbers(key + "partitions", its.partitions()),
                            token(key, "a bearer token of X's API"),
                            settings.text(key + "postsOf", "x", NAME, NAMES),
                            silence(key, XConfig.USUAL_SILENCE)));
        }

        private String name(String key, String otherwise) {
            return settings.text(key + "name", otherwise, NAME, NAMES);
        }

        private Jetstream jetstream(String key, String name) {
            boolean second = settings.text(key + "protocol", "v1", Pattern.compile("v1|v2"), "v1 or v2")
                    .equals("v2");
            return new Jetstream(
                    name,
                    new JetstreamConfig(
                            settings.services(key + "hosts", JetstreamConfig.PUBLIC, Set.of("ws", "wss")),
                            second ? JetstreamConfig.Version.V2 : JetstreamConfig.Version.V1,
                            settings.text(key + "postsOf", "bluesky", NAME, NAMES),
                            silence(key, JetstreamConfig.USUAL_SILENCE)));
        }

        private Secret token(String key, String what) {
            String token = settings.text(key + "token", "");
            if (token.isEmpty()) {
                throw new ConfigException(key + "token: none (expected: " + what + ", such as from TOCSIN_"
                        + key.toUpperCase(Locale.ROOT).replace('.', '_') + "TOKEN)");
            }
            return new Secret(token);
        }

        private Mastodon mastodon(String key, String name) {
            Set<String> schemes = Set.of("http", "https");
            List<URI> service = settings.services(key + "service", List.of(), schemes);
            if (service.size() != 1) {
                throw new ConfigException(
                        key + "service: " + service.size() + " (expected: one, such as https://mastodon.example)");
            }
            boolean events = settings.text(
                            key + "transport", "websocket", Pattern.compile("websocket|sse"), "websocket or sse")
                    .equals("sse");
            return new Mastodon(
                    name,
                    new MastodonConfig(
                            service.get(0),
                            settings.services(key + "streaming", List.of(), schemes).stream()
                                    .findFirst(),
                            events ? MastodonConfig.Transport.SSE : MastodonConfig.Transport.WEBSOCKET,
                            settings.text(key + "tag"),
                            settings.text(key + "local", "false", Pattern.compile("true|false"), "true or false")
                                    .equals("true"),
                            token(key, "a user's token of the server"),
                            settings.text(key + "postsOf", name, NAME, NAMES),
                            silence(key, MastodonConfig.USUAL_SILENCE)));
        }

        private Kafka kafka(String key, String name) {
            List<HostPort> brokers = settings.addresses(key + "brokers", KAFKA);
            String topic = settings.text(key + "topic", "", TOPIC, TOPICS);
            if (brokers.isEmpty() || topic.isEmpty()) {
                throw new ConfigException(key
                        + (brokers.isEmpty()
                                ? "brokers: none (expected: some, such as kafka.example:9092)"
                                : "topic: none (expected: the topic that is read)"));
            }
            return new Kafka(
                    name,
                    new KafkaConfig(
                            brokers.stream().map(HostPort::toString).toList(),
                            topic,
                            settings.text(key + "group", "tocsin", TOPIC, TOPICS),
                            settings.text(key + "properties")
                                    .map(file -> properties(key + "properties", Path.of(file)))
                                    .orElse(Map.of())));
        }

        private static Map<String, String> properties(String key, Path file) {
            Properties properties = new Properties();
            try (java.io.Reader from = Files.newBufferedReader(file)) {
                properties.load(from);
            } catch (IOException | IllegalArgumentException e) {
                throw new ConfigException(
                        key + ": " + file + " cannot be read: " + e + " (expected: a file of properties)");
            }
            Map<String, String> all = new HashMap<>();
            properties.stringPropertyNames().forEach(name -> all.put(name, properties.getProperty(name)));
            return all;
        }

        private Duration silence(String key, Duration usual) {
            return settings.duration(key + "silence", usual, SHORTEST_SILENCE, LONGEST_SILENCE);
        }
    }
}
