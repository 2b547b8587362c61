/**
 * Which posts are one event, how it develops, and how grave it is.
 *
 * <p>A {@link io.tocsin.story.StoryTracker} follows the stories of one subscription over the posts that satisfy its
 * rule. It is a state machine: the same posts at the same times give the same stories and the same
 * {@link io.tocsin.story.StoryEvent}s, wherever it runs, and it can be written down and gone on with. Posts' texts are
 * not kept: what it says of posts, it says by their ids.
 *
 * <pre>
 *  Post ──Terms──▶ terms and a signature
 *       ──Repeats──▶ repeats a post we know? ──yes──▶ its group: volume, not news
 *       ──Evidence─▶ speaks for a group?     ──yes──▶ that group, which learns its words
 *                                            ──no───▶ a group of its own
 *
 *  a group ──several posts, several authors──▶ says what a story says? ──yes──▶ is part of it: the story learns it
 *                                                                     ──no───▶ OPENED
 *
 *  OPENED ──▶ UPDATED* ──quiet──▶ CLOSED ──posts come within two days──▶ UPDATED …
 *     └───────────┴──its posts are taken back──▶ CORRECTED, or RETRACTED when nothing supports it
 * </pre>
 *
 * <h2>Why stories do not fall apart</h2>
 *
 * <p>To group posts by how alike they are, one by one, makes a group for each way of speaking of an event: people write
 * of it in different words. Three things hold a story together here:
 *
 * <ul>
 *   <li>Evidence for a story is how much more often its posts have a term than the <em>other</em> posts of the
 *       subscription. Where a story is all there is, the names that everybody writes are strong evidence, though they
 *       are in every post.
 *   <li>Posts that are like none make groups too, of which nobody is told. When several authors have added to one, it
 *       is seen whether its posts, together, speak for a story; then it is a part of that, and what they have in common
 *       is news of it.
 *   <li>A post that says nothing of its own is stood for by the story that has most of the subscription's posts, if
 *       there is one; the story does not learn from it.
 * </ul>
 *
 * <p>Nothing here is made for a language: no list of words, no dictionary, no model. How a word is judged before it was
 * ever seen goes by its length.
 */
@NullMarked
@CheckReturnValue
package io.tocsin.story;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
