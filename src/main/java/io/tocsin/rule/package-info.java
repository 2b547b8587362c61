/**
 * What a subscriber may ask.
 *
 * <p>A {@link io.tocsin.rule.Rule} is a text in the rule language and the {@link io.tocsin.rule.Condition} that it
 * means. The language follows X's filtered stream.
 *
 * <h2>The language at a glance</h2>
 *
 * <table>
 * <caption>What a rule is made of</caption>
 * <tr><th>written</th><th>asks for</th></tr>
 * <tr><td>{@code flood}</td><td>the word in the text</td></tr>
 * <tr><td>{@code "red cross"}</td><td>the words next to each other, in this order; {@code \"} is a quote within it</td></tr>
 * <tr><td>{@code "red cross"~2}</td><td>the words, moved by two places in all at most</td></tr>
 * <tr><td>{@code contains:ood}</td><td>the characters in the text</td></tr>
 * <tr><td>{@code #yycflood}</td><td>the tag, whole, among those that the post carries</td></tr>
 * <tr><td>{@code @nws}</td><td>the handle, whole, among those that the post mentions</td></tr>
 * <tr><td>{@code $tsla}</td><td>the stock symbol, whole, among those that the post carries</td></tr>
 * <tr><td>{@code from:nws}, {@code to:}, {@code retweets_of:}</td><td>posts by the author with the handle or the id;
 *     answers to, reposts of such</td></tr>
 * <tr><td>{@code conversation_id:}, {@code in_reply_to:}, {@code retweets_of_tweet_id:}</td><td>posts that belong to,
 *     answer, repeat the one with the id</td></tr>
 * <tr><td>{@code url:}, {@code url_contains:}</td><td>posts with a link that has the words, the characters</td></tr>
 * <tr><td>{@code bio:}, {@code bio_name:}, {@code bio_location:}</td><td>posts by authors whose profile has the
 *     words</td></tr>
 * <tr><td>{@code place:}, {@code place_country:}</td><td>posts tagged with such a place</td></tr>
 * <tr><td>{@code point_radius:[lon lat 25km]}, {@code bounding_box:[west south east north]}</td><td>posts made
 *     there</td></tr>
 * <tr><td>{@code lang:en}</td><td>posts whose source says this language; {@code en} includes {@code en-US}</td></tr>
 * <tr><td>{@code is:}, {@code has:}</td><td>posts of this kind, with this part</td></tr>
 * <tr><td>{@code followers_count:10..99}, {@code min_followers:10}</td><td>posts by authors with so many</td></tr>
 * <tr><td>{@code sample:10}</td><td>ten posts in a hundred, the same ones for each rule</td></tr>
 * <tr><td>{@code source:bluesky}</td><td>posts from this source</td></tr>
 * <tr><td>{@code a b}</td><td>both; there is no word for it, {@code AND} is a keyword</td></tr>
 * <tr><td>{@code a OR b}</td><td>one at least; in upper case only, {@code or} is a keyword</td></tr>
 * <tr><td>{@code -a}, {@code -(a b)}</td><td>posts without it</td></tr>
 * <tr><td>{@code a accents:ignore}</td><td>the whole rule, accents making no difference; once, outside of all
 *     parentheses</td></tr>
 * </table>
 *
 * <p>AND binds tighter than OR: {@code a b OR c} is {@code (a b) OR c}. Parentheses group. Names of operators are read
 * in any case, and so is all text that is compared; ids are not.
 *
 * <h2>From text to condition and back</h2>
 *
 * <p>The {@code Lexer} cuts a text into pieces, {@code Terms} and {@code Operators} say what each asks, the
 * {@code RuleParser} puts them together. {@link io.tocsin.rule.Condition#written()} is the way back: reading it gives
 * an equal condition. {@link io.tocsin.rule.Rule#canonical()} is one text for all rules that say the same in other
 * words, as far as that is cheap to see: spellings folded, one name for each operator, groups within groups opened,
 * exclusions of exclusions taken back, parts sorted and none twice. Ids, and places, which may be ids, are left as they
 * are.
 *
 * <h2>Words</h2>
 *
 * <p>The {@link io.tocsin.rule.Tokenizer} cuts a post's text and a rule's words alike:
 *
 * <ul>
 *   <li>A word is letters, accents and digits; every punctuation mark, symbol and space parts words, also {@code _},
 *       the apostrophe, and the signs of tags, handles and links. So the keyword {@code yycflood} finds
 *       {@code #yycflood}, {@code nws} finds {@code @nws}, and the words of a link are words of the text.
 *   <li>A keyword that is several words, such as {@code coca-cola} or {@code don't}, is matched as a phrase.
 *   <li>Case, and how an accent is encoded, make no difference; the accent does. {@link io.tocsin.rule.Folding} has the
 *       details.
 *   <li>An emoji is a word, with its skin tone and with all that it is joined to.
 *   <li>Chinese, Japanese, Thai, Lao, Khmer and Burmese put no space between words. Each of their characters is a word
 *       that knows if it continues a run, so a keyword is found anywhere within a run, and never across a sign.
 * </ul>
 *
 * <h2>What is refused</h2>
 *
 * <p>{@link io.tocsin.rule.RuleSyntaxException} says where, what was found and what was expected. Refused are:
 *
 * <ul>
 *   <li>a rule that posts without number would satisfy. Each branch of the outermost OR must ask for something that few
 *       posts have. {@code -a}, {@code lang:}, {@code is:}, {@code has:}, {@code sample:}, numbers of followers and
 *       {@code source:} do not; {@code apple OR -ipad} is refused and {@code apple (ipad OR -mac)} is not;
 *   <li>an operator that does not exist, with the one that may have been meant. Any word with a colon is taken for one,
 *       so {@code "10:30"} and links go in quotes, as on X;
 *   <li>an operator of X's that no post can answer, by its name and with what to ask instead;
 *   <li>a value that its operator can't have, at its very place;
 *   <li>{@code sample:} behind a {@code -}, {@code is:nullcast} without;
 *   <li>a word without a letter, digit or emoji, a tag, handle or stock symbol with other signs in it;
 *   <li>what a word processor makes of {@code "} and {@code -}: read as words they would change the meaning unseen;
 *   <li>more than the {@link io.tocsin.rule.RuleLimits}. They hold for what subscribers write; what was accepted once
 *       is read back under the widest, which still are narrow enough for any stack.
 * </ul>
 */
@NullMarked
@CheckReturnValue
package io.tocsin.rule;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
