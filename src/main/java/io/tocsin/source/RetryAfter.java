package io.tocsin.source;

import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The header that asks for a wait, in seconds. A date, which it may also be, asks for nothing here. */
final class RetryAfter {
    private static final Pattern SECONDS = Pattern.compile("\\d{1,10}");

    private RetryAfter() {}

    static Optional<Duration> of(@Nullable String header) {
        return Optional.ofNullable(header)
                .map(String::trim)
                .filter(text -> SECONDS.matcher(text).matches())
                .map(text -> Duration.ofSeconds(Long.parseLong(text)));
    }
}
