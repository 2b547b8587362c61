package io.tocsin.match;

import io.tocsin.rule.Condition;
import io.tocsin.rule.Folding;
import io.tocsin.rule.Token;
import io.tocsin.rule.Tokenizer;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.lucene.document.LongPoint;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.MatchAllDocsQuery;
import org.apache.lucene.search.PhraseQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.TermQuery;

/**
 * Conditions as Lucene's queries.
 *
 * <p>Not translated, as they have no like in Lucene, or one that is not exactly the same: parts of words
 * ({@code contains:}, {@code url_contains:}), circles and boxes, {@code sample:}, rules without accents, and words near
 * each other if one of them is given twice. A rule with one of these is to be left out on both sides.
 */
final class LuceneRules {
    private LuceneRules() {}

    /** Empty if a part of it has no translation. */
    static Optional<Query> query(Condition condition) {
        if (condition instanceof Condition.And and) {
            return all(and.parts());
        } else if (condition instanceof Condition.Or or) {
            return any(or.parts());
        } else if (condition instanceof Condition.Not) {
            return all(List.of(condition));
        } else if (condition instanceof Condition.Keyword keyword) {
            return phrase(LucenePosts.TEXT, keyword.word(), 0);
        } else if (condition instanceof Condition.Phrase phrase) {
            return phrase(LucenePosts.TEXT, phrase.words(), 0);
        } else if (condition instanceof Condition.Near near) {
            return twice(near.words()) ? Optional.empty() : phrase(LucenePosts.TEXT, near.words(), near.distance());
        } else if (condition instanceof Condition.Link link) {
            return phrase(LucenePosts.LINK, link.words(), 0);
        } else if (condition instanceof Condition.Profile profile) {
            return phrase(LucenePosts.profile(profile.field()), profile.words(), 0);
        } else if (condition instanceof Condition.InPlace in) {
            return place(in.place());
        } else if (condition instanceof Condition.Followers followers) {
            return Optional.of(LongPoint.newRangeQuery(LucenePosts.FOLLOWERS, followers.min(), followers.max()));
        }
        return LucenePosts.term(condition).map(TermQuery::new);
    }

    private static Optional<Query> all(List<Condition> parts) {
        BooleanQuery.Builder all = new BooleanQuery.Builder();
        boolean positive = false;
        for (Condition part : parts) {
            boolean negated = part instanceof Condition.Not;
            Optional<Query> query = query(part instanceof Condition.Not not ? not.part() : part);
            if (query.isEmpty()) {
                return query;
            }
            all.add(query.get(), negated ? Occur.MUST_NOT : Occur.FILTER);
            positive |= !negated;
        }
        if (!positive) {
            all.add(new MatchAllDocsQuery(), Occur.FILTER);
        }
        return Optional.of(all.build());
    }

    private static Optional<Query> any(List<Condition> parts) {
        BooleanQuery.Builder any = new BooleanQuery.Builder();
        for (Condition part : parts) {
            Optional<Query> query = query(part);
            if (query.isEmpty()) {
                return query;
            }
            any.add(query.get(), Occur.SHOULD);
        }
        return Optional.of(any.build());
    }

    private static Optional<Query> phrase(String field, String words, int slop) {
        Term[] terms = Tokenizer.tokens(words).stream()
                .map(token -> new Term(field, LucenePosts.wanted(token)))
                .toArray(Term[]::new);
        if (terms.length == 1) {
            return Optional.of(new TermQuery(terms[0]));
        }
        PhraseQuery.Builder phrase = new PhraseQuery.Builder().setSlop(slop);
        Stream.of(terms).forEach(phrase::add);
        return Optional.of(phrase.build());
    }

    private static Optional<Query> place(String place) {
        BooleanQuery.Builder either = new BooleanQuery.Builder();
        either.add(new TermQuery(new Term(LucenePosts.PLACE_ID, place)), Occur.SHOULD);
        phrase(LucenePosts.PLACE, place, 0).ifPresent(query -> either.add(query, Occur.SHOULD));
        return Optional.of(either.build());
    }

    private static boolean twice(String words) {
        List<String> forms = Tokenizer.tokens(words).stream()
                .map(Token::form)
                .map(Folding::fold)
                .toList();
        return new HashSet<>(forms).size() < forms.size();
    }
}
