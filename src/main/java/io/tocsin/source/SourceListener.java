package io.tocsin.source;

import io.tocsin.post.Receipt;
import io.tocsin.post.SourceLog.Cursor;
import io.tocsin.post.SourceLog.Gap;
import java.time.Duration;
import java.util.List;

/** Hears how sources do; called on each source's context, and must not wait. */
public interface SourceListener {
    /** This member reads the source, or no longer does. */
    void reading(String source, boolean reads);

    /** A connection is open, or it is not any more. */
    void connected(String source, boolean connected);

    /** Events have become durable. */
    void taken(String source, List<Receipt> receipts);

    /** All up to there has become durable. */
    void reached(String source, Cursor cursor);

    /** A message could not be read. */
    void refused(String source);

    /** A connection ended that nobody closed. */
    void ended(String source, Ending ending);

    /** For so long, nothing was heard of what was done to posts. */
    void unsaid(String source, Duration time);

    /** Something can't be had any more. */
    void lost(String source, Gap gap);
}
