/**
 * Which rules a post satisfies, and why.
 *
 * <p>A {@link io.tocsin.match.Match} names the rule and the stretches of the post's text that satisfied it: the words
 * and phrases, and tags and handles with their signs. They lie within the text, in its order, and do not overlap; those
 * that did are made one. All branches of an OR that hold give theirs, what is excluded gives none. A rule may be
 * satisfied by what is not in the text, such as the author, or a tag that the source says beside it; then there are
 * none.
 *
 * <p>How words are compared is said once, in the page of {@link io.tocsin.rule}. Beyond it:
 *
 * <ul>
 *   <li>Words are sought in the post's own text, not in what it quotes or repeats.
 *   <li>Tags and mentions are those that the post carries, and equal the rule's as a whole. A handle with its host,
 *       {@code user@host}, is another handle than {@code user}.
 *   <li>A language includes its regions: {@code lang:en} takes {@code en-US}, {@code lang:en-US} does not take
 *       {@code en}. The old codes {@code iw}, {@code in} and {@code ji} are the new ones. A post whose source says no
 *       language is in none.
 * </ul>
 *
 * <p>{@link io.tocsin.match.NaiveMatcher} asks every rule about every post. Whatever is faster must agree with it.
 */
@NullMarked
@CheckReturnValue
package io.tocsin.match;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
