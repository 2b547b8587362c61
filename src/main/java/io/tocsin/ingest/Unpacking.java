package io.tocsin.ingest;

import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Undoes the coding of a body, no more of it at a time than is asked for: what is a few bytes when packed may be
 * without end. Whatever can't be undone is a {@link io.tocsin.wire.MalformedException}. Not thread-safe.
 */
interface Unpacking extends AutoCloseable {
    /** No piece is longer. */
    int PIECE = 1 << 14;

    String CODINGS = "gzip, zstd or identity";

    /** The next bytes as they came. All that was fed before has been asked for. */
    void feed(byte[] packed);

    /** The next piece of what was packed; empty when more must be fed first. */
    byte[] next();

    /** All was fed, and asked for; fails if it breaks off. */
    void end();

    @Override
    void close();

    /** How to undo a {@code Content-Encoding}; empty if it is not one of ours. */
    static Optional<Unpacking> of(@Nullable String coding) {
        return switch (coding == null ? "" : coding.trim().toLowerCase(Locale.ROOT)) {
            case "", "identity" -> Optional.of(new Plain());
            case "gzip", "x-gzip" -> Optional.of(new Gunzip());
            case "zstd" -> Optional.of(new Unzstd());
            default -> Optional.empty();
        };
    }
}
