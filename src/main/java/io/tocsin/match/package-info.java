/**
 * Which rules a post satisfies, and why.
 *
 * <p>A {@link io.tocsin.match.Match} names the rule, the first branch of its outermost OR that holds, and the stretches
 * of the post's text that satisfied it: words and phrases, characters that {@code contains:} asks for, and tags,
 * handles, stock symbols and links where the text has them. They lie within the text, in its order, and do not overlap;
 * those that did are made one. All branches of an OR that hold give theirs, what is excluded gives none. A rule may be
 * satisfied by what is not in the text, such as the author, or a tag that the source says beside it; then there are
 * none. An {@link io.tocsin.match.Explanation} says the same of a post that does not satisfy a rule: which of its terms
 * fails.
 *
 * <p>How words are compared is said once, in the page of {@link io.tocsin.rule}. Beyond it:
 *
 * <ul>
 *   <li>Words are sought in the post's own text, not in what it quotes or repeats.
 *   <li>Of words with a distance, each needs a place of its own. In the phrase's order the distance is how many other
 *       words stand between; for two words to change places costs two. Each stretch is one word, which can be one of
 *       those asked for where they are near each other.
 *   <li>Characters are sought in the text as it is compared: folded, so that {@code é} has no {@code e}. A letter of
 *       which only a part was sought, as {@code s} of {@code ß}, is in the stretch as a whole.
 *   <li>Tags, mentions and stock symbols are those that the post carries, and equal the rule's as a whole. A handle
 *       with its host, {@code user@host}, is another handle than {@code user}. The words of {@code url:} stand within
 *       one link.
 *   <li>Authors and sources are compared folded, ids of posts and places as they are.
 *   <li>The earth is a sphere. A post is within a circle or a box if its point is, edge included, or if all of its
 *       place is. A repost is in none: its place is another author's.
 *   <li>What a source does not say does not hold: a post without a language is in none, an author without a number of
 *       followers has neither few nor many. Its negation holds.
 *   <li>A language includes its regions: {@code lang:en} takes {@code en-US}, {@code lang:en-US} does not take
 *       {@code en}. The old codes {@code iw}, {@code in} and {@code ji} are the new ones.
 *   <li>Where accents make no difference, they make none in words, characters, tags, profiles and places' names;
 *       handles, ids, stock symbols and links are compared as always.
 *   <li>A sample takes the same posts for each rule, on each member and in each release.
 * </ul>
 *
 * <p>{@link io.tocsin.match.NaiveMatcher} asks every rule about every post, by way of {@code Evaluation}, which answers
 * each condition in the plainest way. Whatever is faster must agree with it.
 *
 * <h2>Many rules, many posts</h2>
 *
 * <p>A {@link io.tocsin.match.RuleIndex} holds the rules, and each thread matches with a
 * {@link io.tocsin.match.PostMatcher} of its own. What rules can require and posts can have is a <em>feature</em>: a
 * word, a tag, an author, a language, a cell of the map, each a field's key and a folded form; and two words in a row.
 *
 * <pre>
 *  Rule ──Compiler──▶ Code          a tree of numbers over a Vocabulary of features
 *       ──Filing────▶ Postings      under its rarest feature; beside it two partners and flags
 *                     Segment       vocabulary, code, postings, names: built once, then only read
 *
 *  Post ──Features──▶ FeatureList   what it has of what is asked about, in order
 *       ──Reading───▶ numbers       the segment's, and a bit for each
 *       ──Candidates▶ postings      those of what it has whose partners and flags are there
 *       ──Segment───▶ Matches       the rest in full, unless that was all
 * </pre>
 *
 * <p>Where a rule is filed depends on how often features are met. One post in sixteen is counted; when far more
 * postings are met than the filing had reckoned with, the segment is filed anew in the background. A rule that matched
 * is evaluated once more, plainly, for its clause and stretches: only what matches pays for them.
 *
 * <p>Changes make small segments, which are merged into larger ones. What matching threads read is replaced as a whole,
 * by one write; they take no lock, and allocate nothing for common posts.
 */
@NullMarked
@CheckReturnValue
package io.tocsin.match;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
