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
 * <tr><td>{@code #yycflood}</td><td>the tag, whole, among those that the post carries</td></tr>
 * <tr><td>{@code @nws}</td><td>the handle, whole, among those that the post mentions</td></tr>
 * <tr><td>{@code from:nws}</td><td>posts by the author with the handle, or the id</td></tr>
 * <tr><td>{@code lang:en}</td><td>posts whose source says this language; {@code en} includes {@code en-US}</td></tr>
 * <tr><td>{@code a b}</td><td>both; there is no word for it, {@code AND} is a keyword</td></tr>
 * <tr><td>{@code a OR b}</td><td>one at least; in upper case only, {@code or} is a keyword</td></tr>
 * <tr><td>{@code -a}, {@code -(a b)}</td><td>posts without it</td></tr>
 * </table>
 *
 * <p>AND binds tighter than OR: {@code a b OR c} is {@code (a b) OR c}. Parentheses group. Names of operators are read
 * in any case, and so is all text that is compared.
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
 *   <li>a rule that posts without number would satisfy. Each branch of the outermost OR must ask for something that
 *       posts must have: a word, a phrase, a tag, a handle or {@code from:}. {@code -a}, {@code lang:en},
 *       {@code lang:en -a} and {@code apple OR -ipad} do not; {@code apple (ipad OR -mac)} does;
 *   <li>an operator that does not exist. Any word with a colon is taken for one, so {@code "10:30"} and links go in
 *       quotes, as on X;
 *   <li>a word without a letter, digit or emoji, a tag or handle with other signs in it, {@code $} before a letter;
 *   <li>what a word processor makes of {@code "} and {@code -}: read as words they would change the meaning unseen;
 *   <li>more than 2,048 characters, or 32 parentheses inside each other.
 * </ul>
 */
@NullMarked
@CheckReturnValue
package io.tocsin.rule;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
