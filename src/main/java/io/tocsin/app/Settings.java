package io.tocsin.app;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tocsin.cluster.ClusterConfig;
import io.tocsin.cluster.HostPort;
import io.tocsin.delivery.Network;
import io.tocsin.store.PostgresUrl;
import io.tocsin.wire.MalformedException;
import io.tocsin.wire.YamlJson;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Map.Entry;
import java.util.Optional;
import java.util.Set;
import java.util.StringJoiner;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Settings by dotted key. A value comes from the environment ({@code http.port} is {@code TOCSIN_HTTP_PORT}), or else
 * from the YAML file, or else it is the default. Case makes no difference in keys: variables have none.
 */
final class Settings {
    private static final int MAX_PORT = 65535;

    /** Names the file itself, so it is no setting. */
    static final String FILE_VARIABLE = "TOCSIN_CONFIG";

    private static final String PREFIX = "TOCSIN_";
    /** What Kubernetes sets in every container beside a service of our name. */
    private static final Pattern SERVICE_LINK = Pattern.compile("TOCSIN_(SERVICE_(HOST|PORT).*|PORT(_\\d+_.*)?)");

    private static final Pattern DURATION = Pattern.compile("(\\d{1,9})(ms|s|m|h|d)");
    private static final Pattern BYTES = Pattern.compile("(\\d{1,12})(KiB|MiB|GiB)?");

    private static final Pattern ORIGIN = Pattern.compile("\\*|[A-Za-z][A-Za-z0-9+.-]*://[^/\\s]+");

    private static final Pattern ADDRESS =
            Pattern.compile("(?:(?<host>[\\w.-]+)|\\[(?<six>[0-9A-Fa-f:.]+)])(?::(?<port>\\d{1,5}))?");

    private final Map<String, Value> values;
    private final TreeSet<String> known = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);

    private record Value(String text, String origin) {}

    private Settings(Map<String, Value> values) {
        this.values = values;
    }

    static Settings read(Map<String, String> environment) {
        return read(keys(), environment);
    }

    static Settings read(Path file, Map<String, String> environment) {
        Map<String, Value> values = keys();
        try {
            JsonNode root = new ObjectMapper().readTree(YamlJson.toJson(Files.readAllBytes(file)));
            if (!root.isMissingNode() && !root.isNull()) {
                flatten("", root, file.toString(), values);
            }
        } catch (NoSuchFileException e) {
            throw new ConfigException("config: " + file + " (expected: a file that exists)");
        } catch (MalformedException e) {
            throw new ConfigException(file + ": " + e.getMessage());
        } catch (IOException e) {
            throw new ConfigException("config: " + file + " cannot be read: " + e + " (expected: a readable file)");
        }
        return read(values, environment);
    }

    private static Settings read(Map<String, Value> values, Map<String, String> environment) {
        environment.forEach((name, text) -> {
            if (name.startsWith(PREFIX)
                    && !name.equals(FILE_VARIABLE)
                    && !SERVICE_LINK.matcher(name).matches()) {
                String key =
                        name.substring(PREFIX.length()).toLowerCase(Locale.ROOT).replace('_', '.');
                values.put(key, new Value(text, name));
            }
        });
        return new Settings(values);
    }

    private static Map<String, Value> keys() {
        return new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    }

    String text(String key, String otherwise) {
        Value value = value(key);
        if (value == null) {
            return otherwise;
        }
        if (value.text().isBlank()) {
            throw bad(key, value, "a text that is not blank");
        }
        return value.text();
    }

    Optional<String> text(String key) {
        return value(key) == null ? Optional.empty() : Optional.of(text(key, ""));
    }

    /** The one word that can be said, or nothing. */
    Optional<String> word(String key, String word, String expected) {
        Value value = value(key);
        if (value != null && !value.text().equals(word)) {
            throw bad(key, value, expected);
        }
        return value == null ? Optional.empty() : Optional.of(word);
    }

    int number(String key, int otherwise, int min, int max) {
        Value value = value(key);
        if (value == null) {
            return otherwise;
        }
        try {
            int number = Integer.parseInt(value.text().trim());
            if (number >= min && number <= max) {
                return number;
            }
        } catch (NumberFormatException e) {
            // Told below, like a number out of range.
        }
        throw bad(key, value, "a whole number, " + min + " to " + max);
    }

    /** A part of a whole. */
    double share(String key, double otherwise) {
        Value value = value(key);
        if (value == null) {
            return otherwise;
        }
        try {
            double number = Double.parseDouble(value.text().trim());
            if (number >= 0 && number <= 1) {
                return number;
            }
        } catch (NumberFormatException e) {
            // Told below, like a number out of range.
        }
        throw bad(key, value, "a number, 0 to 1");
    }

    /** A number of bytes, 0 to {@code max}, which is whole MiB. */
    long bytes(String key, long otherwise, long max) {
        Value value = value(key);
        if (value == null) {
            return otherwise;
        }
        Matcher matcher = BYTES.matcher(value.text().trim());
        if (matcher.matches()) {
            long bytes = Long.parseLong(matcher.group(1)) * unit(matcher.group(2));
            if (bytes <= max) {
                return bytes;
            }
        }
        throw bad(key, value, "bytes such as 500KiB, 32MiB or 0, at most " + (max >> 20) + "MiB");
    }

    private static long unit(@Nullable String unit) {
        if (unit == null) {
            return 1;
        }
        return switch (unit) {
            case "KiB" -> 1L << 10;
            case "MiB" -> 1L << 20;
            default -> 1L << 30;
        };
    }

    Duration duration(String key, Duration otherwise, Duration min, Duration max) {
        Value value = value(key);
        if (value == null) {
            return otherwise;
        }
        Duration duration = duration(key, value, value.text());
        if (duration.compareTo(min) < 0 || duration.compareTo(max) > 0) {
            throw bad(key, value, "a duration, " + min.toMillis() + "ms to " + max.toSeconds() + "s");
        }
        return duration;
    }

    /** A list, in YAML, or durations with commas between them; each 0 to {@code max}. */
    List<Duration> durations(String key, List<Duration> otherwise, Duration max) {
        Value value = value(key);
        if (value == null) {
            return otherwise;
        }
        if (value.text().isBlank()) {
            return List.of();
        }
        List<Duration> durations = Arrays.stream(value.text().split(",", -1))
                .map(text -> duration(key, value, text))
                .toList();
        if (Collections.max(durations).compareTo(max) > 0) {
            throw bad(key, value, "durations, 0ms to " + max.toSeconds() + "s");
        }
        return durations;
    }

    private static Duration duration(String key, Value value, String text) {
        Matcher matcher = DURATION.matcher(text.trim());
        if (!matcher.matches()) {
            throw bad(key, value, "durations such as 500ms, 15s, 5m, 2h or 30d");
        }
        long number = Long.parseLong(matcher.group(1));
        return switch (matcher.group(2)) {
            case "ms" -> Duration.ofMillis(number);
            case "s" -> Duration.ofSeconds(number);
            case "m" -> Duration.ofMinutes(number);
            case "h" -> Duration.ofHours(number);
            default -> Duration.ofDays(number);
        };
    }

    Path path(String key, Path otherwise) {
        Value value = value(key);
        return value == null ? otherwise : Path.of(text(key, ""));
    }

    HostPort address(String key, HostPort otherwise) {
        return address(key).orElse(otherwise);
    }

    Optional<HostPort> address(String key) {
        Value value = value(key);
        return value == null
                ? Optional.empty()
                : Optional.of(address(key, value, value.text(), ClusterConfig.USUAL_BIND.port()));
    }

    /** A list, in YAML, or addresses with commas between them; empty if nothing is said. */
    List<HostPort> addresses(String key, int usualPort) {
        Value value = value(key);
        if (value == null) {
            return List.of();
        }
        return Arrays.stream(value.text().split(",", -1))
                .map(text -> address(key, value, text, usualPort))
                .toList();
    }

    private static HostPort address(String key, Value value, String text, int usualPort) {
        Matcher matcher = ADDRESS.matcher(text.trim());
        if (matcher.matches()) {
            String host = matcher.group("six") == null ? matcher.group("host") : matcher.group("six");
            String digits = matcher.group("port");
            int port = digits == null ? usualPort : Integer.parseInt(digits);
            if (port >= 1 && port <= MAX_PORT) {
                return new HostPort(host, port);
            }
        }
        throw bad(
                key,
                value,
                "host:port, such as 10.0.0.1:" + usualPort + " or [fd00::1]:" + usualPort + ", with a port from 1 to "
                        + MAX_PORT);
    }

    /** A list, in YAML, or networks with commas between them; none if nothing is said. */
    List<Network> networks(String key) {
        Value value = value(key);
        if (value == null || value.text().isBlank()) {
            return List.of();
        }
        try {
            return Arrays.stream(value.text().split(",", -1))
                    .map(text -> Network.parse(text.trim()))
                    .toList();
        } catch (IllegalArgumentException e) {
            throw bad(key, value, "networks such as 127.0.0.0/8 or fd00::/8");
        }
    }

    /** A list, in YAML, or ports with commas between them; none if nothing is said. */
    Set<Integer> ports(String key) {
        return value(key) == null ? Set.of() : Set.copyOf(numbers(key, MAX_PORT));
    }

    boolean flag(String key, boolean otherwise) {
        Value value = value(key);
        if (value == null) {
            return otherwise;
        }
        return switch (value.text().trim().toLowerCase(Locale.ROOT)) {
            case "true" -> true;
            case "false" -> false;
            default -> throw bad(key, value, "true or false");
        };
    }

    /** A list, in YAML, or origins with commas between them, as browsers write them; {@code *} is all. */
    Set<String> origins(String key) {
        Value value = value(key);
        if (value == null || value.text().isBlank()) {
            return Set.of();
        }
        Set<String> origins = new TreeSet<>();
        for (String text : value.text().split(",", -1)) {
            if (!ORIGIN.matcher(text.trim()).matches()) {
                throw bad(key, value, "origins such as https://wall.example.org, or *");
            }
            origins.add(text.trim().toLowerCase(Locale.ROOT));
        }
        return origins;
    }

    /** A database; what can't be one is told without its password. */
    Optional<PostgresUrl> database(String key) {
        Value value = value(key);
        if (value == null) {
            return Optional.empty();
        }
        Optional<PostgresUrl> url = PostgresUrl.parse(value.text().trim());
        if (url.isEmpty()) {
            throw bad(key, new Value(PostgresUrl.masked(value.text()), value.origin()), PostgresUrl.FORM);
        }
        return url;
    }

    /**
     * How many things a list has; the settings of the first are {@code key.0.…}.
     *
     * @param expected in words, where it is something else
     */
    int items(String key, int max, String expected) {
        Value value = value(key);
        if (value != null && !value.text().isBlank()) {
            throw bad(key, value, expected);
        }
        int count = 0;
        while (has(key + "." + count + ".")) {
            count++;
        }
        if (count > max) {
            throw new ConfigException(key + ": " + count + " (expected: at most " + max + ")");
        }
        return count;
    }

    private boolean has(String prefix) {
        return values.keySet().stream().anyMatch(key -> key.regionMatches(true, 0, prefix, 0, prefix.length()));
    }

    /** A text that the pattern fits. */
    String text(String key, String otherwise, Pattern pattern, String expected) {
        Value value = value(key);
        if (value == null) {
            return otherwise;
        }
        if (!pattern.matcher(value.text()).matches()) {
            throw bad(key, value, expected);
        }
        return value.text();
    }

    /** A list, in YAML, or numbers with commas between them, each 1 to {@code most}; all if nothing is said. */
    List<Integer> numbers(String key, int most) {
        Value value = value(key);
        if (value == null) {
            return IntStream.rangeClosed(1, most).boxed().toList();
        }
        try {
            List<Integer> numbers = Arrays.stream(value.text().split(",", -1))
                    .map(text -> Integer.valueOf(text.trim()))
                    .distinct()
                    .toList();
            if (numbers.stream().allMatch(number -> number >= 1 && number <= most)) {
                return numbers;
            }
        } catch (NumberFormatException e) {
            // Told below, like a number out of range.
        }
        throw bad(key, value, most == 0 ? "none, as it has no partitions" : "whole numbers, 1 to " + most);
    }

    /** A list, in YAML, or addresses with commas between them, of services only: without a path. */
    List<URI> services(String key, List<URI> otherwise, Set<String> schemes) {
        Value value = value(key);
        if (value == null) {
            return otherwise;
        }
        return Arrays.stream(value.text().split(",", -1))
                .map(text -> service(key, value, text.trim(), schemes))
                .toList();
    }

    private static URI service(String key, Value value, String text, Set<String> schemes) {
        try {
            URI uri = new URI(text.endsWith("/") ? text.substring(0, text.length() - 1) : text);
            boolean bare = uri.getRawQuery() == null
                    && uri.getRawFragment() == null
                    && uri.getRawUserInfo() == null
                    && uri.getRawPath() != null
                    && uri.getRawPath().isEmpty();
            if (uri.getScheme() != null && schemes.contains(uri.getScheme()) && uri.getHost() != null && bare) {
                return uri;
            }
        } catch (URISyntaxException e) {
            // Told below, like one that is something else.
        }
        String scheme =
                schemes.stream().max(Comparator.comparing(String::length)).orElseThrow();
        throw bad(key, value, "services such as " + scheme + "://host.example, without a path");
    }

    /** To be called when all settings are read. */
    void refuseUnknown() {
        for (Entry<String, Value> entry : values.entrySet()) {
            if (!known.contains(entry.getKey())) {
                throw new ConfigException(entry.getKey() + ": unknown setting, from "
                        + entry.getValue().origin() + " (expected: one of " + String.join(", ", known) + ")");
            }
        }
    }

    private @Nullable Value value(String key) {
        boolean unused = known.add(key);
        return values.get(key);
    }

    private static ConfigException bad(String key, Value value, String expected) {
        return new ConfigException(
                key + ": \"" + value.text() + "\", from " + value.origin() + " (expected: " + expected + ")");
    }

    private static void flatten(String prefix, JsonNode node, String origin, Map<String, Value> values) {
        if (node.isObject()) {
            node.fields()
                    .forEachRemaining(field -> flatten(
                            prefix.isEmpty() ? field.getKey() : prefix + "." + field.getKey(),
                            field.getValue(),
                            origin,
                            values));
        } else if (node.isArray() && !prefix.isEmpty() && !node.isEmpty() && things(node)) {
            for (int i = 0; i < node.size(); i++) {
                flatten(prefix + "." + i, node.get(i), origin, values);
            }
        } else if (node.isArray() && !prefix.isEmpty()) {
            StringJoiner items = new StringJoiner(",");
            node.forEach(item -> items.add(item.asText()));
            values.put(prefix, new Value(items.toString(), origin));
        } else if (prefix.isEmpty()) {
            throw new ConfigException(origin + ": " + node + " (expected: settings, such as http: {port: 8080})");
        } else {
            values.put(prefix, new Value(node.asText(), origin));
        }
    }

    private static boolean things(JsonNode list) {
        for (JsonNode item : list) {
            if (!item.isObject()) {
                return false;
            }
        }
        return true;
    }
}
