package io.tocsin.source;

import io.tocsin.post.SourceLog.Cursor;
import io.tocsin.post.SourceLog.Gap;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * How a source does on this member.
 *
 * @param cursor up to where all is durable
 * @param eventsPerSecond within the last minute
 * @param error the last that went wrong
 * @param reconnects how many connections ended that nobody closed, since this member reads the source
 * @param refused how many messages could not be read, since then
 * @param unsaid when nothing was heard of what was done to posts, since then
 * @param gaps what is lost, also what was before this member read it
 */
public record SourceState(
        Phase phase,
        Optional<Cursor> cursor,
        double eventsPerSecond,
        Optional<Trouble> error,
        long reconnects,
        long refused,
        Optional<Unsaid> unsaid,
        List<Gap> gaps) {
    /** What it is about. */
    public enum Phase {
        /** Another member reads it. */
        ELSEWHERE,
        CONNECTING,
        READING,
        /** Before it connects again. */
        WAITING,
        /** It reads no more, and what it read becomes durable. */
        STOPPING
    }

    /** @param reason for people */
    public record Trouble(Instant at, String reason) {}

    /**
     * Times in which posts may have been deleted or edited without a word of it.
     *
     * @param from when the last such time began
     * @param to when it ended
     * @param sum how long they were together
     */
    public record Unsaid(Instant from, Instant to, Duration sum) {}

    static final SourceState ELSEWHERE =
            new SourceState(Phase.ELSEWHERE, Optional.empty(), 0, Optional.empty(), 0, 0, Optional.empty(), List.of());

    public SourceState {
        gaps = List.copyOf(gaps);
    }
}
