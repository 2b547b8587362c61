package io.tocsin.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tocsin.cluster.ClusterConfig;
import io.tocsin.cluster.HostPort;
import io.tocsin.cluster.Join;
import io.tocsin.delivery.Network;
import io.tocsin.delivery.Reach;
import io.tocsin.match.CostLimits;
import io.tocsin.rule.RuleLimits;
import io.tocsin.source.JetstreamConfig;
import io.tocsin.source.Secret;
import io.tocsin.source.XConfig;
import io.tocsin.store.PostgresUrl;
import io.tocsin.store.WaitLimits;
import io.tocsin.subscription.BreakerLimits;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ConfigTest {
    @TempDir
    private Path directory;

    @Test
    void read_reach_isWhatIsSaid() {
        assertThat(Config.read(Map.of()).webhook().reach()).isEqualTo(Reach.PUBLIC);
        Map<String, String> environment = Map.of(
                "TOCSIN_WEBHOOK_PRIVATENETWORKS", "127.0.0.0/8, ::1",
                "TOCSIN_WEBHOOK_HTTPSONLY", "true",
                "TOCSIN_WEBHOOK_PORTS", "443,8443");
        assertThat(Config.read(environment).webhook().reach())
                .isEqualTo(new Reach(
                        List.of(Network.parse("127.0.0.0/8"), Network.parse("::1")), true, Set.of(443, 8443)));
    }

    @Test
    void read_nothingSaid_hasDefaults() {
        Config config = Config.read(Map.of("PATH", "/bin"));
        assertThat(config.http()).isEqualTo(new Config.Http("127.0.0.1", 8080));
        assertThat(config.dataDirectory()).isEqualTo(Path.of("data"));
        assertThat(config.store()).isEmpty();
        assertThat(config.waits()).isEqualTo(new WaitLimits(Duration.ZERO, Duration.ofSeconds(5)));
        assertThat(config.webhook().schedule().waits()).hasSize(10);
        assertThat(config.rules())
                .isEqualTo(new Config.Rules(RuleLimits.DEFAULT, CostLimits.DEFAULT, BreakerLimits.DEFAULT, 32 << 20));
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "1000, 1000", "2KiB, 2048", "3MiB, 3145728", "1GiB, 1073741824"})
    void read_window_isInBytes(String text, long bytes) {
        assertThat(Config.read(Map.of("TOCSIN_RULES_WINDOW", text)).rules().windowBytes())
                .isEqualTo(bytes);
    }

    /** Variables have no lower case, the file has. */
    @Test
    void read_limits_fromTheFileAndTheEnvironment() throws IOException {
        Path file = file("rules:\n  maxCharacters: 100\n  maxTerms: 10\n");
        Config config = Config.read(file, Map.of("TOCSIN_RULES_MAXTERMS", "20", "TOCSIN_RULES_MAXDEPTH", "3"));
        assertThat(config.rules().limits()).isEqualTo(new RuleLimits(100, 20, 3));
    }

    @Test
    void read_environment_goesBeforeTheFile() throws IOException {
        Path file = file("http:\n  host: 0.0.0.0\n  port: 9000\nwebhook:\n  retries: [1s, 2m]\n  timeout: 3s\n");
        Config config = Config.read(file, Map.of("TOCSIN_HTTP_PORT", "9001", "TOCSIN_CONFIG", file.toString()));
        assertThat(config.http()).isEqualTo(new Config.Http("0.0.0.0", 9001));
        assertThat(config.webhook().schedule().waits())
                .containsExactly(Duration.ZERO, Duration.ofSeconds(1), Duration.ofMinutes(2));
        assertThat(config.webhook().timeout()).isEqualTo(Duration.ofSeconds(3));
    }

    @Test
    void read_aDatabase_isTaken() {
        Config config = Config.read(Map.of("TOCSIN_STORE_URL", "postgresql://tocsin:secret@db:5433/alerts"));
        assertThat(config.store()).contains(new PostgresUrl("tocsin", "secret", "db:5433", "alerts", ""));
    }

    @Test
    void read_clusterOverTcp_isTaken() throws IOException {
        Path file = file("""
                store: {url: "postgresql://a:b@c/d"}
                cluster:
                  name: alarm
                  join: {tcp: ["10.0.0.1:5701", "b", "[fd00::1]:7000"]}
                  bind: "[fd00::2]:7001"
                  public: out.example:7002
                  deadAfter: 10s
                """);
        assertThat(Config.read(file, Map.of()).cluster())
                .isEqualTo(new ClusterConfig(
                        "alarm",
                        new Join.Tcp(List.of(
                                new HostPort("10.0.0.1", 5701),
                                new HostPort("b", 5701),
                                new HostPort("fd00::1", 7000))),
                        new HostPort("fd00::2", 7001),
                        Optional.of(new HostPort("out.example", 7002)),
                        Duration.ofSeconds(10)));
    }

    @Test
    void read_clusterOverKubernetes_isTaken() {
        Config config = Config.read(Map.of(
                "TOCSIN_STORE_URL", "postgresql://a:b@c/d",
                "TOCSIN_CLUSTER_JOIN_KUBERNETES_SERVICE", "tocsin-members",
                "TOCSIN_CLUSTER_JOIN_KUBERNETES_NAMESPACE", "alerts"));
        assertThat(config.cluster().join()).isEqualTo(new Join.Kubernetes("tocsin-members", Optional.of("alerts")));
    }

    @Test
    void read_clusterJoinNone_standsAlone() throws IOException {
        assertThat(Config.read(file("cluster: {join: none}"), Map.of()).cluster())
                .isEqualTo(ClusterConfig.ALONE);
    }

    @Test
    void read_longestRetries_areTaken() {
        Config config = Config.read(Map.of("TOCSIN_WEBHOOK_RETRIES", "0s, 720h"));
        assertThat(config.webhook().schedule().waits())
                .containsExactly(Duration.ZERO, Duration.ZERO, Duration.ofDays(30));
    }

    @Test
    void read_rules_areTakenFromFileAndVariables() throws IOException {
        Path file = file("rules:\n  maxLooksPerPost: 5\n  maxRules: 6\n  breaker: {share: 0.9, perSecond: 7}\n");
        Config.Rules rules = Config.read(
                        file, Map.of("TOCSIN_RULES_MAXLOOKSPERPOST", "8", "TOCSIN_RULES_BREAKER_WINDOW", "2s"))
                .rules();
        assertThat(rules.cost()).isEqualTo(new CostLimits(6, 8, 100));
        assertThat(rules.breaker()).isEqualTo(new BreakerLimits(0.9, 7, Duration.ofSeconds(2)));
    }

    @Test
    void read_sources_areTakenFromFileAndVariables() throws IOException {
        Path file = file("sources:\n- type: jetstream\n- {type: jetstream, name: own, protocol: v2, silence: 5s}\n");
        Map<String, String> environment = Map.of("TOCSIN_SOURCES_1_HOSTS", "ws://a:7000, wss://b/");
        assertThat(Config.read(file, environment).sources())
                .containsExactly(
                        new SourceConfig.Jetstream(
                                "bluesky",
                                new JetstreamConfig(
                                        JetstreamConfig.PUBLIC,
                                        JetstreamConfig.Version.V1,
                                        "bluesky",
                                        Duration.ofSeconds(30))),
                        new SourceConfig.Jetstream(
                                "own",
                                new JetstreamConfig(
                                        List.of(URI.create("ws://a:7000"), URI.create("wss://b")),
                                        JetstreamConfig.Version.V2,
                                        "bluesky",
                                        Duration.ofSeconds(5))));
    }

    @Test
    void read_sourceInParts_eachIsRead() throws IOException {
        Path file = file("sources: [{type: x, stream: firehose, partitions: [2, 20], token: geheim}]");
        List<SourceConfig> sources = Config.read(file, Map.of()).sources();
        assertThat(sources)
                .containsExactly(new SourceConfig.X(
                        "x",
                        new XConfig(
                                XConfig.PUBLIC,
                                XConfig.Stream.FIREHOSE,
                                List.of(2, 20),
                                new Secret("geheim"),
                                "x",
                                Duration.ofSeconds(21))));
        assertThat(((SourceConfig.Stream) sources.get(0))
                        .parts(InstantSource.system())
                        .keySet())
                .containsExactly("x/2", "x/20");
        assertThat(sources.toString()).doesNotContain("geheim");
    }

    @Test
    void read_sourceSettingUnknown_isRefused() throws IOException {
        Path file = file("sources: [{type: jetstream, host: a}]");
        assertThatThrownBy(() -> Config.read(file, Map.of()))
                .isInstanceOf(ConfigException.class)
                .hasMessageStartingWith("sources.0.host: unknown setting, from " + file + " (expected: one of ")
                .hasMessageContaining("sources.0.hosts, sources.0.name");
    }

    @Test
    void read_emptyFile_hasDefaults() throws IOException {
        assertThat(Config.read(file("# nothing\n"), Map.of()).http().port()).isEqualTo(8080);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            http: {port: eighty}     | http.port: "eighty", from FILE (expected: a whole number, 0 to 65535)
            http: {port: 65536}      | http.port: "65536", from FILE (expected: a whole number, 0 to 65535)
            http: {prot: 80}         | http.prot: unknown setting, from FILE (expected: one of cluster.bind, cluster.deadAfter, cluster.join, cluster.join.kubernetes.namespace, cluster.join.kubernetes.service, cluster.join.tcp, cluster.name, cluster.public, data.directory, feeds.maxRetention, feeds.tailBytes, http.host, http.port, ingest.burst, ingest.postsPerSecond, push.compression, push.maxMessage, push.maxSessions, push.maxSessionsPerKey, push.maxWindow, push.origins, push.subscribesPerSecond, push.ticketSession, push.window, rules.breaker.perSecond, rules.breaker.share, rules.breaker.window, rules.maxCharacters, rules.maxDepth, rules.maxEveryPost, rules.maxLooksPerPost, rules.maxRules, rules.maxTerms, rules.window, shutdown.drain, sources, store.linger, store.patience, store.url, webhook.httpsOnly, webhook.ports, webhook.privateNetworks, webhook.retries, webhook.timeout)
            http: ''                 | http: unknown setting, from FILE (expected: one of cluster.bind, cluster.deadAfter, cluster.join, cluster.join.kubernetes.namespace, cluster.join.kubernetes.service, cluster.join.tcp, cluster.name, cluster.public, data.directory, feeds.maxRetention, feeds.tailBytes, http.host, http.port, ingest.burst, ingest.postsPerSecond, push.compression, push.maxMessage, push.maxSessions, push.maxSessionsPerKey, push.maxWindow, push.origins, push.subscribesPerSecond, push.ticketSession, push.window, rules.breaker.perSecond, rules.breaker.share, rules.breaker.window, rules.maxCharacters, rules.maxDepth, rules.maxEveryPost, rules.maxLooksPerPost, rules.maxRules, rules.maxTerms, rules.window, shutdown.drain, sources, store.linger, store.patience, store.url, webhook.httpsOnly, webhook.ports, webhook.privateNetworks, webhook.retries, webhook.timeout)
            ingest: {postsPerSecond: 5} | ingest.postsPerSecond: 5 (expected: 0, or 10 to 1000000)
            data: {directory: ' '}   | data.directory: " ", from FILE (expected: a text that is not blank)
            webhook: {timeout: fast} | webhook.timeout: "fast", from FILE (expected: durations such as 500ms, 15s, 5m, 2h or 30d)
            webhook: {timeout: 9h}   | webhook.timeout: "9h", from FILE (expected: a duration, 1ms to 300s)
            {http: 1, http: 2}       | FILE: YAML at line 1, column 15: Duplicate field 'http' (expected: one YAML document)
            webhook: {privateNetworks: [10.0.0.1/8]} | webhook.privateNetworks: "10.0.0.1/8", from FILE (expected: networks such as 127.0.0.0/8 or fd00::/8)
            webhook: {ports: [0]}    | webhook.ports: "0", from FILE (expected: whole numbers, 1 to 65535)
            webhook: {retries: [x]}  | webhook.retries: "x", from FILE (expected: durations such as 500ms, 15s, 5m, 2h or 30d)
            webhook: {retries: [1s, 721h]} | webhook.retries: "1s,721h", from FILE (expected: durations, 0ms to 2592000s)
            webhook: {retries: 999999999h} | webhook.retries: "999999999h", from FILE (expected: durations, 0ms to 2592000s)
            rules: {breaker: {share: 2}} | rules.breaker.share: "2", from FILE (expected: a number, 0 to 1)
            rules: {breaker: {share: half}} | rules.breaker.share: "half", from FILE (expected: a number, 0 to 1)
            rules: {window: 2GiB}    | rules.window: "2GiB", from FILE (expected: bytes such as 500KiB, 32MiB or 0, at most 1024MiB)
            rules: {window: 1 MB}    | rules.window: "1 MB", from FILE (expected: bytes such as 500KiB, 32MiB or 0, at most 1024MiB)
            rules: {window: -1}      | rules.window: "-1", from FILE (expected: bytes such as 500KiB, 32MiB or 0, at most 1024MiB)
            rules: {maxCharacters: 10001} | rules.maxCharacters: "10001", from FILE (expected: a whole number, 1 to 10000)
            rules: {maxTerms: 0}     | rules.maxTerms: "0", from FILE (expected: a whole number, 1 to 10000)
            rules: {maxDepth: 201}   | rules.maxDepth: "201", from FILE (expected: a whole number, 1 to 200)
            store: {url: 'mysql://a:secret@b/c'} | store.url: "mysql://a:***@b/c", from FILE (expected: postgresql://user:password@host:port/database, with what is no letter or digit of user and password as %XX, and after a ? parameters of the PostgreSQL driver)
            cluster: {join: all}     | cluster.join: "all", from FILE (expected: none, {tcp: [host:port]} or {kubernetes: {service: name}})
            cluster: {join: {tcp: []}} | cluster.join.tcp: "", from FILE (expected: host:port, such as 10.0.0.1:5701 or [fd00::1]:5701, with a port from 1 to 65535)
            cluster: {bind: 'a:65536'} | cluster.bind: "a:65536", from FILE (expected: host:port, such as 10.0.0.1:5701 or [fd00::1]:5701, with a port from 1 to 65535)
            cluster: {public: 'a b'} | cluster.public: "a b", from FILE (expected: host:port, such as 10.0.0.1:5701 or [fd00::1]:5701, with a port from 1 to 65535)
            cluster: {join: {tcp: [a], kubernetes: {service: b}}} | cluster.join: several (expected: one of none, {tcp: [host:port]} and {kubernetes: {service: name}})
            cluster: {join: {kubernetes: {namespace: b}}} | cluster.join.kubernetes.service: none (expected: the service whose namespace cluster.join.kubernetes.namespace is)
            cluster: {join: {tcp: [a]}} | store.url: none, with cluster.join (expected: a PostgreSQL database, as the embedded store has one member alone)
            cluster: {join: {kubernetes: {service: a}}} | store.url: none, with cluster.join (expected: a PostgreSQL database, as the embedded store has one member alone)
            sources: bluesky         | sources: "bluesky", from FILE (expected: a list of sources, such as [{type: jetstream}])
            sources: [bluesky]       | sources: "bluesky", from FILE (expected: a list of sources, such as [{type: jetstream}])
            sources: [{name: a}]     | sources.0.type: none (expected: jetstream, x, mastodon or kafka)
            sources: [{type: mail}]  | sources.0.type: "mail", from FILE (expected: jetstream, x, mastodon or kafka)
            sources: [{type: jetstream}, {type: jetstream}] | sources.1.name: "bluesky" (expected: a name of its own for each)
            sources: [{type: jetstream, name: 'A b'}] | sources.0.name: "A b", from FILE (expected: 1 to 40 of a-z, 0-9 and -)
            sources: [{type: jetstream, protocol: v3}] | sources.0.protocol: "v3", from FILE (expected: v1 or v2)
            sources: [{type: jetstream, hosts: ['https://a.example']}] | sources.0.hosts: "https://a.example", from FILE (expected: services such as wss://host.example, without a path)
            sources: [{type: jetstream, hosts: ['wss://a.example/subscribe']}] | sources.0.hosts: "wss://a.example/subscribe", from FILE (expected: services such as wss://host.example, without a path)
            sources: [{type: jetstream, silence: 1ms}] | sources.0.silence: "1ms", from FILE (expected: a duration, 100ms to 3600s)
            sources: [{type: x}]     | sources.0.token: none (expected: a bearer token of X's API, such as from TOCSIN_SOURCES_0_TOKEN)
            sources: [{type: x, token: t, stream: all}] | sources.0.stream: "all", from FILE (expected: search, sample, sample10, firehose, tweet-compliance or user-compliance)
            sources: [{type: x, token: t, stream: firehose, partitions: [1, 21]}] | sources.0.partitions: "1,21", from FILE (expected: whole numbers, 1 to 20)
            sources: [{type: x, token: t, partitions: [1]}] | sources.0.partitions: "1", from FILE (expected: none, as it has no partitions)
            sources: [{type: kafka, topic: t}] | sources.0.brokers: none (expected: some, such as kafka.example:9092)
            sources: [{type: kafka, brokers: a}] | sources.0.topic: none (expected: the topic that is read)
            sources: [{type: kafka, brokers: 'a:b', topic: t}] | sources.0.brokers: "a:b", from FILE (expected: host:port, such as 10.0.0.1:9092 or [fd00::1]:9092, with a port from 1 to 65535)
            sources: [{type: kafka, brokers: a, topic: 'a b'}] | sources.0.topic: "a b", from FILE (expected: 1 to 249 of A-Z, a-z, 0-9, . _ and -)
            sources: [{type: mastodon, token: t}] | sources.0.service: 0 (expected: one, such as https://mastodon.example)
            sources: [{type: mastodon, service: 'https://m.example'}] | sources.0.token: none (expected: a user's token of the server, such as from TOCSIN_SOURCES_0_TOKEN)
            sources: [{type: mastodon, service: 'https://m.example', token: t, transport: tcp}] | sources.0.transport: "tcp", from FILE (expected: websocket or sse)
            just a text              | FILE: "just a text" (expected: settings, such as http: {port: 8080})
            """)
    void read_badSetting_namesKeyValueAndExpected(String yaml, String message) throws IOException {
        Path file = file(yaml);
        assertThatThrownBy(() -> Config.read(file, Map.of()))
                .isInstanceOf(ConfigException.class)
                .hasMessage(message.replace("FILE", file.toString()));
    }

    @Test
    void read_notYaml_isOneLine() throws IOException {
        Path file = file("http: {port: [");
        assertThatThrownBy(() -> Config.read(file, Map.of()))
                .isInstanceOf(ConfigException.class)
                .hasMessageStartingWith(file + ": YAML at line 1, column 15: ")
                .hasMessageNotContaining("\n");
    }

    @Test
    void read_unknownVariable_isRefused() {
        assertThatThrownBy(() -> Config.read(Map.of("TOCSIN_HTPP_PORT", "1")))
                .hasMessageStartingWith("htpp.port: unknown setting, from TOCSIN_HTPP_PORT (expected: one of ");
    }

    @Test
    void serve_badSetting_endsWithOneLine() {
        try (TocsinProcess process = TocsinProcess.start(Map.of("TOCSIN_HTTP_PORT", "eighty"), "serve")) {
            assertThat(process.exitCode()).isEqualTo(78);
            assertThat(process.output())
                    .containsExactly("tocsin: http.port: \"eighty\", from TOCSIN_HTTP_PORT "
                            + "(expected: a whole number, 0 to 65535)");
        }
    }

    @Test
    void serve_databaseUnreachable_endsWithOneLine() {
        Map<String, String> environment = Map.of(
                "TOCSIN_HTTP_PORT",
                "0",
                "TOCSIN_DATA_DIRECTORY",
                directory.toString(),
                "TOCSIN_STORE_URL",
                "postgresql://tocsin:secret@127.0.0.1:1/alerts");
        try (TocsinProcess process = TocsinProcess.start(environment, "serve")) {
            assertThat(process.exitCode()).isEqualTo(78);
            assertThat(process.output())
                    .singleElement()
                    .asString()
                    .startsWith("tocsin: store.url: postgresql://tocsin@127.0.0.1:1/alerts cannot be used: "
                            + "Connection to 127.0.0.1:1 refused.")
                    .endsWith("(expected: a PostgreSQL server that lets this user in, "
                            + "and a database where it may create tables)")
                    .doesNotContain("secret");
        }
    }

    @Test
    void serve_dataDirectoryInUse_endsWithOneLine() {
        Map<String, String> environment =
                Map.of("TOCSIN_HTTP_PORT", "0", "TOCSIN_DATA_DIRECTORY", directory.toString());
        try (TocsinProcess first = TocsinProcess.serve(directory, Map.of());
                TocsinProcess second = TocsinProcess.start(environment, "serve")) {
            assertThat(second.exitCode()).isEqualTo(78);
            assertThat(second.output()).singleElement().asString().contains("data.directory: " + directory);
            assertThat(first.url()).startsWith("http://127.0.0.1:");
        }
    }

    @Test
    void serve_portInUse_endsWithOneLine() {
        try (TocsinProcess first = TocsinProcess.serve(directory.resolve("a"), Map.of())) {
            String port = first.url().substring(first.url().lastIndexOf(':') + 1);
            Map<String, String> environment = Map.of(
                    "TOCSIN_HTTP_PORT",
                    port,
                    "TOCSIN_DATA_DIRECTORY",
                    directory.resolve("b").toString());
            try (TocsinProcess second = TocsinProcess.start(environment, "serve")) {
                assertThat(second.exitCode()).isEqualTo(78);
                assertThat(second.output()).singleElement().asString().startsWith("tocsin: http.port: " + port);
            }
        }
    }

    /**
     * The key is made when everything else stands: a start that fails must not use up the one time that it is shown.
     */
    @Test
    void serve_firstStartFails_keyIsShownAtTheNext() {
        try (TocsinProcess other = TocsinProcess.serve(directory.resolve("a"), Map.of())) {
            String port = other.url().substring(other.url().lastIndexOf(':') + 1);
            Path data = directory.resolve("b");
            Map<String, String> environment =
                    Map.of("TOCSIN_HTTP_PORT", port, "TOCSIN_DATA_DIRECTORY", data.toString());
            try (TocsinProcess failing = TocsinProcess.start(environment, "serve")) {
                assertThat(failing.exitCode()).isEqualTo(78);
            }
            try (TocsinProcess next = TocsinProcess.serve(data, Map.of())) {
                assertThat(next.key()).startsWith("tk_");
            }
        }
    }

    @Test
    void serve_secretKeyLost_isRefused() throws IOException {
        try (TocsinProcess first = TocsinProcess.serve(directory, Map.of())) {
            assertThat(first.key()).startsWith("tk_");
            first.kill();
        }
        Files.delete(directory.resolve("secret.key"));
        Map<String, String> environment =
                Map.of("TOCSIN_HTTP_PORT", "0", "TOCSIN_DATA_DIRECTORY", directory.toString());
        try (TocsinProcess second = TocsinProcess.start(environment, "serve")) {
            assertThat(second.exitCode()).isEqualTo(78);
            assertThat(second.output()).singleElement().asString().contains("secret.key: missing");
        }
    }

    @Test
    void serve_dataDirectoryIsAFile_endsWithOneLine() throws IOException {
        Path notADirectory = file("x");
        Map<String, String> environment =
                Map.of("TOCSIN_HTTP_PORT", "0", "TOCSIN_DATA_DIRECTORY", notADirectory.toString());
        try (TocsinProcess process = TocsinProcess.start(environment, "serve")) {
            assertThat(process.exitCode()).isEqualTo(78);
            assertThat(process.output()).singleElement().asString().contains("data.directory: " + notADirectory);
        }
    }

    @Test
    void version_isTold() {
        try (TocsinProcess process = TocsinProcess.start(Map.of(), "version")) {
            assertThat(process.exitCode()).isEqualTo(0);
            assertThat(process.output()).singleElement().asString().startsWith("tocsin " + Version.text());
        }
    }

    private Path file(String yaml) throws IOException {
        return Files.writeString(directory.resolve("tocsin.yaml"), yaml);
    }
}
