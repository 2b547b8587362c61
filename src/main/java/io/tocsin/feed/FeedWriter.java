package io.tocsin.feed;

import java.util.List;
import java.util.concurrent.CompletionStage;

/** What changes feeds. Callable from any thread, never waits; stages complete on a thread that is not to be held up. */
public interface FeedWriter {
    /**
     * Applies the changes in order, all or none, and completes when they are durable, with one result per change. A
     * change to all posts of an author is the exception: the others are not undone if it can't be done to its end, and
     * {@link #resume} does the rest.
     *
     * <p>Alerts are numbered without a hole in the order of the changes. Repeats change nothing: a feed has at most one
     * alert, one retraction and one correction for each edition of a post, and one pause. A post that was retracted
     * before it came raises nothing. Targets whose subscription is gone are passed over. A post's body is stored once,
     * with the first alert that refers to it, and not at all if it has no target. Where a post comes again with another
     * text, the first one stays, and an alert that it raises has no spans; if the post was edited, it raises none. To
     * raise is the owner's: it fails with {@link FencedException} if a later one has come to one of the feeds. All
     * other changes are taken from anybody, and leave a feed to its owner.
     *
     * <p>All versions of a post are one post, under the id with which the first of them was stored. Its alerts show the
     * newest version; spans of a text that it no longer has are gone. Once a feed is told that the post was taken back,
     * none of its alerts there shows it.
     */
    CompletionStage<List<Appended>> append(List<FeedChange> changes);

    /**
     * Goes on with changes to all posts of an author that were begun, durably, and that nobody goes on with any more.
     * Completes, when they are done, with what that added, change by change; not all need to be done at once. To be
     * called at the start and now and then.
     */
    CompletionStage<List<Appended>> resume();
}
