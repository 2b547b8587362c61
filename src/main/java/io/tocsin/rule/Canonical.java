package io.tocsin.rule;

import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * Makes conditions equal that mean the same: spellings folded, groups within groups opened, parts sorted and none
 * twice.
 */
final class Canonical {
    /** On folded text: what more is not seen. */
    private final UnaryOperator<String> unseen;

    private Canonical(UnaryOperator<String> unseen) {
        this.unseen = unseen;
    }

    static Condition of(Condition condition) {
        return condition instanceof Condition.Unaccented unaccented
                ? new Condition.Unaccented(new Canonical(Folding::unaccented).normal(unaccented.part()))
                : new Canonical(UnaryOperator.identity()).normal(condition);
    }

    private Condition normal(Condition condition) {
        if (condition instanceof Condition.And and) {
            Set<Condition> parts = new LinkedHashSet<>();
            for (Condition part : and.parts()) {
                Condition normal = normal(part);
                parts.addAll(normal instanceof Condition.And inner ? inner.parts() : List.of(normal));
            }
            return joined(parts, Condition.And::new);
        } else if (condition instanceof Condition.Or or) {
            Set<Condition> parts = new LinkedHashSet<>();
            for (Condition part : or.parts()) {
                Condition normal = normal(part);
                parts.addAll(normal instanceof Condition.Or inner ? inner.parts() : List.of(normal));
            }
            return joined(parts, Condition.Or::new);
        } else if (condition instanceof Condition.Not not) {
            Condition normal = normal(not.part());
            return normal instanceof Condition.Not inner ? inner.part() : new Condition.Not(normal);
        }
        return folded(condition);
    }

    private static Condition joined(Set<Condition> parts, Function<List<Condition>, Condition> join) {
        return parts.size() == 1
                ? parts.iterator().next()
                : join.apply(parts.stream()
                        .map(part -> new Printed(part, part.written()))
                        .sorted(Comparator.comparing(Printed::text))
                        .map(Printed::part)
                        .toList());
    }

    private record Printed(Condition part, String text) {}

    private Condition folded(Condition term) {
        if (term instanceof Condition.Keyword keyword) {
            return phrase(words(keyword.word(), unseen));
        } else if (term instanceof Condition.Phrase phrase) {
            return phrase(words(phrase.words(), unseen));
        } else if (term instanceof Condition.Near near) {
            String words = words(near.words(), unseen);
            return Tokenizer.tokens(words).size() == 1 ? phrase(words) : new Condition.Near(words, near.distance());
        } else if (term instanceof Condition.Contains contains) {
            return new Condition.Contains(unseen.apply(Folding.fold(contains.text())));
        } else if (term instanceof Condition.Hashtag hashtag) {
            return new Condition.Hashtag(unseen.apply(Folding.fold(hashtag.tag())));
        } else if (term instanceof Condition.Mention mention) {
            return new Condition.Mention(Folding.fold(mention.handle()));
        } else if (term instanceof Condition.Cashtag cashtag) {
            return new Condition.Cashtag(Folding.fold(cashtag.symbol()));
        }
        return foldedValue(term);
    }

    /** Ids are as they are, and so is a place, which may be one. */
    private Condition foldedValue(Condition term) {
        if (term instanceof Condition.From from) {
            return new Condition.From(Folding.fold(from.author()));
        } else if (term instanceof Condition.To to) {
            return new Condition.To(Folding.fold(to.author()));
        } else if (term instanceof Condition.RepostOfAuthor repost) {
            return new Condition.RepostOfAuthor(Folding.fold(repost.author()));
        } else if (term instanceof Condition.Link link) {
            return new Condition.Link(words(link.words(), UnaryOperator.identity()));
        } else if (term instanceof Condition.LinkContains link) {
            return new Condition.LinkContains(Folding.fold(link.text()));
        } else if (term instanceof Condition.Profile profile) {
            return new Condition.Profile(profile.field(), words(profile.words(), unseen));
        } else if (term instanceof Condition.InCountry country) {
            return new Condition.InCountry(country.code().toUpperCase(Locale.ROOT));
        } else if (term instanceof Condition.Lang lang) {
            return new Condition.Lang(lang.code().toLowerCase(Locale.ROOT));
        } else if (term instanceof Condition.Source source) {
            return new Condition.Source(Folding.fold(source.name()));
        }
        return term;
    }

    /** One word, in whatever way it was written, is a keyword; so are characters that no space parts. */
    private static Condition phrase(String words) {
        Condition keyword = new Condition.Keyword(words);
        boolean one = Terms.only(words).filter(keyword::equals).isPresent();
        return one ? keyword : new Condition.Phrase(words);
    }

    /** The words and nothing between them but a space; as they are if that would be cut into other words. */
    private static String words(String text, UnaryOperator<String> unseen) {
        StringBuilder words = new StringBuilder();
        List<Token> tokens = Tokenizer.tokens(text);
        for (Token token : tokens) {
            words.append(words.isEmpty() || token.glued() ? "" : " ").append(unseen.apply(token.form()));
        }
        String joined = words.toString();
        return seen(Tokenizer.tokens(joined), unseen).equals(seen(tokens, unseen)) ? joined : text;
    }

    private static List<Token> seen(List<Token> tokens, UnaryOperator<String> unseen) {
        return tokens.stream()
                .map(token -> new Token(unseen.apply(token.form()), 0, 0, token.glued()))
                .toList();
    }
}
