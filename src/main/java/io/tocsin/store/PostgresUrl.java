package io.tocsin.store;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Where a PostgreSQL database is, and who enters it.
 *
 * @param hosts one or several with commas between, each with a port or none: the driver takes the first that answers
 * @param parameters of the driver, as in a URL; empty if there are none
 */
public record PostgresUrl(String user, String password, String hosts, String database, String parameters) {
    /** What {@link #parse} takes. */
    public static final String FORM = "postgresql://user:password@host:port/database, with what is no letter or digit"
            + " of user and password as %XX, and after a ? parameters of the PostgreSQL driver";

    private static final Pattern TEXT =
            Pattern.compile("postgres(?:ql)?://(?<user>[^:@/?#]+)(?::(?<password>[^@/?#]*))?"
                    + "@(?<hosts>[^@/?#]+)/(?<database>[^/?#]+)(?:\\?(?<parameters>[^#]*))?");

    private static final Pattern HOSTS = Pattern.compile(
            "(?:[\\w.-]+|\\[[0-9A-Fa-f:.]+])(?::\\d{1,5})?(?:,(?:[\\w.-]+|\\[[0-9A-Fa-f:.]+])(?::\\d{1,5})?)*");

    private static final Pattern SECRET = Pattern.compile("(://[^:/@]*:).*@|((?i:password)=)[^&]*");

    /** Empty if it is none. */
    public static Optional<PostgresUrl> parse(String text) {
        Matcher parts = TEXT.matcher(text);
        if (!parts.matches() || !HOSTS.matcher(parts.group("hosts")).matches()) {
            return Optional.empty();
        }
        String parameters = parts.group("parameters");
        if (parameters != null && !Arrays.stream(parameters.split("&", -1)).allMatch(PostgresUrl::known)) {
            return Optional.empty();
        }
        try {
            return Optional.of(new PostgresUrl(
                    decoded(parts.group("user")),
                    parts.group("password") == null ? "" : decoded(parts.group("password")),
                    parts.group("hosts"),
                    decoded(parts.group("database")),
                    parameters == null ? "" : parameters));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** The driver passes over what it does not know: a word mistyped would do nothing, unseen. */
    private static boolean known(String parameter) {
        int end = parameter.indexOf('=');
        return end > 0 && knownParameters().contains(parameter.substring(0, end));
    }

    private static Set<String> knownParameters() {
        String any = "jdbc:postgresql://host/database";
        try {
            return Arrays.stream(DriverManager.getDriver(any).getPropertyInfo(any, new Properties()))
                    .map(property -> property.name)
                    .collect(Collectors.toUnmodifiableSet());
        } catch (SQLException e) {
            throw new IllegalStateException("PostgreSQL driver: missing (expected: on the class path)", e);
        }
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    /** The text without its password, also where it is no such URL. */
    public static String masked(String text) {
        return SECRET.matcher(text)
                .replaceAll(found -> Matcher.quoteReplacement(
                        found.group(1) == null ? found.group(2) + "***" : found.group(1) + "***@"));
    }

    /** As the driver wants it, without user and password. What it says itself goes before {@code defaults}. */
    String jdbc(String defaults) {
        return "jdbc:postgresql://" + hosts + "/" + URLEncoder.encode(database, StandardCharsets.UTF_8) + "?" + defaults
                + (parameters.isEmpty() ? "" : "&" + parameters);
    }

    /** Without the password. */
    @Override
    public String toString() {
        return "postgresql://" + user + "@" + hosts + "/" + database;
    }
}
