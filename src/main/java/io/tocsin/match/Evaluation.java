package io.tocsin.match;

import io.tocsin.post.Post;
import io.tocsin.post.Span;
import io.tocsin.rule.Condition;
import io.tocsin.rule.Folding;
import io.tocsin.rule.Token;
import io.tocsin.rule.Tokenizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** One post, asked about conditions. */
final class Evaluation {
    private final Post post;
    private final List<Token> tokens;

    Evaluation(Post post) {
        this.post = post;
        tokens = Tokenizer.tokens(post.text());
    }

    /** The stretches of the text that satisfy the condition, in no order; empty if it does not hold. */
    Optional<List<Span>> satisfying(Condition condition) {
        if (condition instanceof Condition.Keyword keyword) {
            return words(keyword.word());
        } else if (condition instanceof Condition.Phrase phrase) {
            return words(phrase.words());
        } else if (condition instanceof Condition.Hashtag hashtag) {
            return tag(hashtag.tag());
        } else if (condition instanceof Condition.Mention mention) {
            return mention(mention.handle());
        } else if (condition instanceof Condition.From from) {
            return from(from.author()) ? Optional.of(List.of()) : Optional.empty();
        } else if (condition instanceof Condition.Lang lang) {
            boolean spoken = post.lang()
                    .filter(tag -> Language.includes(lang.code(), tag))
                    .isPresent();
            return spoken ? Optional.of(List.of()) : Optional.empty();
        } else if (condition instanceof Condition.And and) {
            return and(and.parts());
        } else if (condition instanceof Condition.Or or) {
            return or(or.parts());
        } else if (condition instanceof Condition.Not not) {
            return satisfying(not.part()).isPresent() ? Optional.empty() : Optional.of(List.of());
        }
        throw new AssertionError(condition);
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

    private Optional<List<Span>> words(String words) {
        List<Token> wanted = Tokenizer.tokens(words);
        List<Span> spans = new ArrayList<>();
        for (int i = 0; !wanted.isEmpty() && i + wanted.size() <= tokens.size(); i++) {
            if (standsAt(i, wanted)) {
                spans.add(new Span(
                        tokens.get(i).start(), tokens.get(i + wanted.size() - 1).end()));
            }
        }
        return spans.isEmpty() ? Optional.empty() : Optional.of(spans);
    }

    private boolean standsAt(int at, List<Token> wanted) {
        for (int i = 0; i < wanted.size(); i++) {
            if (!tokens.get(at + i).satisfies(wanted.get(i))) {
                return false;
            }
        }
        return true;
    }

    private Optional<List<Span>> tag(String tag) {
        boolean carried = post.hashtags().stream().anyMatch(one -> same(one, tag));
        return carried ? Optional.of(Spans.ofTag(post.text(), tag)) : Optional.empty();
    }

    private Optional<List<Span>> mention(String handle) {
        boolean mentioned = post.mentions().stream().anyMatch(one -> same(one, handle));
        return mentioned ? Optional.of(Spans.ofHandle(post.text(), handle)) : Optional.empty();
    }

    private boolean from(String author) {
        return same(post.author().id(), author)
                || post.author().handle().filter(handle -> same(handle, author)).isPresent();
    }

    private static boolean same(String one, String other) {
        return Folding.fold(one).equals(Folding.fold(other));
    }
}
