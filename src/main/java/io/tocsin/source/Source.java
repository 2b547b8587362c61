package io.tocsin.source;

import io.tocsin.post.PostEvent;
import io.tocsin.post.SourceLog.Cursor;
import io.tocsin.post.SourceLog.Gap;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * A public stream of posts, as one kind of service has it: how to connect, and what its messages say. When to connect
 * again, batches, demand and the cursor are {@link Reading}'s. Used on one context only.
 */
public interface Source {
    /**
     * Connects once, and returns at once. What becomes of it the intake is told, on the caller's context: at the end
     * {@link Intake#ended}, also if nothing came about.
     *
     * @param after what the service said up to there need not be said again. Saying some of it again is no harm.
     */
    Connection connect(Cursor after, Intake intake);

    /**
     * Where a source begins that was never read. It is kept before anything is read: a crash loses nothing after it.
     */
    Cursor beginning(Instant now);

    /** How long to wait before it is connected to again. */
    BackOff backOff();

    /** A connection from which nothing comes for so long is given up. */
    Duration silence();

    /** One connection, or the attempt to make it. */
    interface Connection {
        /**
         * Nothing is given until {@link #resume}, but for what is in hand; what the service says meanwhile waits there.
         */
        void pause();

        void resume();

        /** The intake is told nothing more. */
        void close();
    }

    /** Where a connection puts what it reads. */
    interface Intake {
        /** The service has answered. */
        void opened();

        /** A sign of life. */
        void heard();

        /**
         * What one message says.
         *
         * @param event empty if it is nothing of ours
         * @param cursor where reading may go on when it is durable, and all before it
         * @param bytes how long it is
         */
        void take(Optional<PostEvent> event, Optional<Cursor> cursor, int bytes);

        /** A message that can't be read. It costs itself only. */
        void refuse(String reason);

        /** The service will never say again what it said in this time. */
        void lost(Gap gap);

        /** What was done in this time to what was said before, the service will never say: deleted, edited. */
        void unsaid(Instant from, Instant to);

        /** It is over. */
        void ended(Ending ending);
    }
}
