package io.tocsin.post;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** Keeps how far each source was taken, and what of it is lost. Callable from any thread, never waits. */
public interface SourceLog {
    /**
     * Where reading goes on: all that the source said before is durable.
     *
     * @param position in the source's own numbers; later is higher
     * @param upTo the time at the source that it stands for
     */
    record Cursor(long position, Instant upTo) {
        /** The one that is further. */
        public Cursor or(Cursor other) {
            return other.position > position ? other : this;
        }
    }

    /**
     * A stretch of time of which nobody can have again what the source said.
     *
     * @param reason for people
     */
    record Gap(Instant from, Instant to, String reason) {
        public Gap {
            if (reason.isBlank()) {
                throw new IllegalArgumentException("reason: blank (expected: why it is lost)");
            }
        }
    }

    /**
     * What is known of a source.
     *
     * @param cursor empty if nothing of it was ever taken
     * @param gaps the newest, the oldest of them first
     */
    record Progress(Optional<Cursor> cursor, List<Gap> gaps) {
        public static final Progress NONE = new Progress(Optional.empty(), List.of());

        public Progress {
            gaps = List.copyOf(gaps);
        }
    }

    CompletionStage<Progress> find(String source);

    /** Of every source of which anything is known, by name. */
    CompletionStage<Map<String, Progress>> all();

    /**
     * Moves the cursor on, and adds the gaps; durable when the stage completes. The cursor never moves back: of two
     * members that both take themselves for the source's reader, the one that is behind changes nothing. A gap that is
     * known is not added again.
     */
    CompletionStage<Void> save(String source, Cursor cursor, List<Gap> gaps);
}
