package io.tocsin.match;

import io.tocsin.post.Post;
import io.tocsin.post.Span;
import io.tocsin.rule.Condition;
import io.tocsin.rule.Folding;
import io.tocsin.rule.Rule;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** One post, asked about conditions. What it costs to ask is paid at the first condition that needs it. */
final class Evaluation {
    private final Post post;
    private final Spelling spelling;
    private final Facts facts;
    /** Asked about handles and stock symbols, in which accents always make a difference. */
    private final Evaluation accented;

    private @Nullable Words words;
    private @Nullable FoldedText text;
    private @Nullable Evaluation unaccented;

    Evaluation(Post post) {
        this.post = post;
        spelling = Spelling.WITH_ACCENTS;
        facts = new Facts(post, spelling);
        accented = this;
    }

    private Evaluation(Evaluation accented) {
        post = accented.post;
        spelling = Spelling.WITHOUT_ACCENTS;
        facts = new Facts(post, spelling);
        this.accented = accented;
    }

    /** The branches of the outermost OR, one of which must hold; the whole condition if it is no OR. */
    static List<Condition> clauses(Condition condition) {
        if (condition instanceof Condition.Unaccented unaccented) {
            return clauses(unaccented.part());
        }
        return condition instanceof Condition.Or or ? or.parts() : List.of(condition);
    }

    /** The same post, asked as the condition's clauses are to be asked. */
    Evaluation as(Condition condition) {
        return condition instanceof Condition.Unaccented ? unaccented() : this;
    }

    /** The words that the text is cut into, as they are compared. */
    List<String> wordForms() {
        return words().forms();
    }

    /** The rule and what satisfied it; empty if the post does not satisfy it. */
    Optional<Match> match(Rule rule) {
        Evaluation evaluation = as(rule.condition());
        List<Condition> holding = new ArrayList<>();
        List<Span> spans = new ArrayList<>();
        for (Condition clause : clauses(rule.condition())) {
            evaluation.satisfying(clause).ifPresent(found -> {
                holding.add(clause);
                spans.addAll(found);
            });
        }
        return holding.stream().findFirst().map(clause -> new Match(rule.id(), clause.written(), Spans.merged(spans)));
    }

    /** The stretches of the text that satisfy the condition, in no order; empty if it does not hold. */
    Optional<List<Span>> satisfying(Condition condition) {
        if (condition instanceof Condition.And and) {
            return and(and.parts());
        } else if (condition instanceof Condition.Or or) {
            return or(or.parts());
        } else if (condition instanceof Condition.Not not) {
            return nowhere(satisfying(not.part()).isEmpty());
        } else if (condition instanceof Condition.Unaccented whole) {
            return unaccented().satisfying(whole.part());
        } else if (condition instanceof Condition.Keyword keyword) {
            return somewhere(words().places(new Words(keyword.word(), spelling)));
        } else if (condition instanceof Condition.Phrase phrase) {
            return somewhere(words().places(new Words(phrase.words(), spelling)));
        } else if (condition instanceof Condition.Near near) {
            return somewhere(words().near(new Words(near.words(), spelling), near.distance()));
        } else if (condition instanceof Condition.Contains contains) {
            return somewhere(text().holding(contains.text()));
        } else if (condition instanceof Condition.Hashtag hashtag) {
            return hashtag(hashtag.tag());
        } else if (condition instanceof Condition.Mention mention) {
            return mention(mention.handle());
        } else if (condition instanceof Condition.Cashtag cashtag) {
            return cashtag(cashtag.symbol());
        } else if (condition instanceof Condition.Link link) {
            Words wanted = new Words(link.words(), Spelling.WITH_ACCENTS);
            return links(one -> new Words(one, Spelling.WITH_ACCENTS).hold(wanted));
        } else if (condition instanceof Condition.LinkContains link) {
            String wanted = Folding.fold(link.text());
            return links(one -> !wanted.isEmpty() && Folding.fold(one).contains(wanted));
        }
        return nowhere(facts.satisfy(condition));
    }

    private Optional<List<Span>> and(List<Condition> parts) {
        List<Span> spans = new ArrayList<>();
        for (Condition part : parts) {
            Optional<List<Span>> found = satisfying(part);
            if (found.isEmpty()) {
                return found;
            }
            spans.addAll(found.get());
        }
        return Optional.of(spans);
    }

    private Optional<List<Span>> or(List<Condition> parts) {
        List<List<Span>> found =
                parts.stream().flatMap(part -> satisfying(part).stream()).toList();
        return found.isEmpty()
                ? Optional.empty()
                : Optional.of(found.stream().flatMap(List::stream).toList());
    }

    private Optional<List<Span>> hashtag(String tag) {
        return among(post.hashtags(), tag, spelling) ? Optional.of(text().tag(tag)) : Optional.empty();
    }

    private Optional<List<Span>> mention(String handle) {
        return among(post.mentions(), handle, Spelling.WITH_ACCENTS)
                ? Optional.of(accented.text().handle(handle))
                : Optional.empty();
    }

    private Optional<List<Span>> cashtag(String symbol) {
        return among(post.cashtags(), symbol, Spelling.WITH_ACCENTS)
                ? Optional.of(accented.text().symbol(symbol))
                : Optional.empty();
    }

    private Optional<List<Span>> links(Predicate<String> wanted) {
        List<String> links = post.links().stream().filter(wanted).distinct().toList();
        return links.isEmpty()
                ? Optional.empty()
                : Optional.of(links.stream()
                        .flatMap(link -> Spans.ofLink(post.text(), link).stream())
                        .toList());
    }

    private static boolean among(List<String> values, String wanted, Spelling spelling) {
        String form = spelling.form(wanted);
        return values.stream().anyMatch(value -> spelling.form(value).equals(form));
    }

    /** What stands in the text holds where it stands. */
    private static Optional<List<Span>> somewhere(List<Span> spans) {
        return spans.isEmpty() ? Optional.empty() : Optional.of(spans);
    }

    /** What does not stand in the text has no stretch of it. */
    private static Optional<List<Span>> nowhere(boolean holds) {
        return holds ? Optional.of(List.of()) : Optional.empty();
    }

    private Words words() {
        if (words == null) {
            words = new Words(post.text(), spelling);
        }
        return words;
    }

    private FoldedText text() {
        if (text == null) {
            text = new FoldedText(post.text(), spelling);
        }
        return text;
    }

    private Evaluation unaccented() {
        if (unaccented == null) {
            unaccented = new Evaluation(this);
        }
        return unaccented;
    }
}
