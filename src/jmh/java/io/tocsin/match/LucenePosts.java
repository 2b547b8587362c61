package io.tocsin.match;

import io.tocsin.post.AuthorName;
import io.tocsin.post.Place;
import io.tocsin.post.Post;
import io.tocsin.rule.Condition;
import io.tocsin.rule.Folding;
import io.tocsin.rule.Token;
import io.tocsin.rule.Tokenizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.tokenattributes.CharTermAttribute;
import org.apache.lucene.analysis.tokenattributes.PositionIncrementAttribute;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.FieldType;
import org.apache.lucene.document.LongPoint;
import org.apache.lucene.document.StringField;
import org.apache.lucene.index.IndexOptions;
import org.apache.lucene.index.Term;

/** Posts as Lucene's documents. Texts are cut into words by our own tokenizer, so both sides see the same words. */
final class LucenePosts {
    static final String TEXT = "text";
    static final String LINK = "link";
    static final String PLACE = "place";
    static final String PLACE_ID = "place id";
    static final String FOLLOWERS = "followers";

    private static final String LANG = "lang";
    private static final String IS = "is";
    private static final String HAS = "has";
    /** Stands before a word that continues a run of script without spaces, where a rule wants that. */
    private static final String GLUED = "\u0000";
    /** Between two links, so that no phrase goes across. */
    private static final int GAP = 1_000;

    private static final FieldType WORDS = new FieldType();

    static {
        WORDS.setIndexOptions(IndexOptions.DOCS_AND_FREQS_AND_POSITIONS);
        WORDS.setTokenized(true);
        WORDS.setOmitNorms(true);
        WORDS.freeze();
    }

    /** The codes that rules ask for, by what a source says. */
    private final Map<String, List<String>> languages = new ConcurrentHashMap<>();

    private final List<String> codes;

    /** @param codes the languages that rules ask for: a post in one of them is indexed under it */
    LucenePosts(List<String> codes) {
        this.codes = codes;
    }

    /** What asks for a single term of a field that is not cut into words; empty if the condition is none such. */
    static Optional<Term> term(Condition condition) {
        if (condition instanceof Condition.Hashtag hashtag) {
            return folded("tag", hashtag.tag());
        } else if (condition instanceof Condition.Mention mention) {
            return folded("mention", mention.handle());
        } else if (condition instanceof Condition.Cashtag cashtag) {
            return folded("cashtag", cashtag.symbol());
        } else if (condition instanceof Condition.From from) {
            return folded("from", from.author());
        } else if (condition instanceof Condition.To to) {
            return folded("to", to.author());
        } else if (condition instanceof Condition.RepostOfAuthor repost) {
            return folded("repost of author", repost.author());
        } else if (condition instanceof Condition.Source source) {
            return folded("source", source.name());
        } else if (condition instanceof Condition.InCountry in) {
            return folded("country", in.code());
        } else if (condition instanceof Condition.Conversation conversation) {
            return Optional.of(new Term("conversation", conversation.id()));
        } else if (condition instanceof Condition.ReplyTo reply) {
            return Optional.of(new Term("reply to", reply.post()));
        } else if (condition instanceof Condition.RepostOf repost) {
            return Optional.of(new Term("repost of", repost.post()));
        } else if (condition instanceof Condition.Lang lang) {
            return Optional.of(new Term(LANG, lang.code()));
        } else if (condition instanceof Condition.Is is) {
            return Optional.of(new Term(IS, is.kind().name()));
        } else if (condition instanceof Condition.Has has) {
            return Optional.of(new Term(HAS, has.part().name()));
        }
        return Optional.empty();
    }

    static String profile(Condition.Profile.Field field) {
        return field.name();
    }

    /** The term that a word of a rule asks for. */
    static String wanted(Token token) {
        return token.glued() ? GLUED + token.form() : token.form();
    }

    private static Optional<Term> folded(String field, String value) {
        return Optional.of(new Term(field, Folding.fold(value)));
    }

    Document document(Post post) {
        Document document = new Document();
        document.add(words(TEXT, List.of(post.text())));
        if (!post.links().isEmpty()) {
            document.add(words(LINK, post.links()));
        }
        add(document, "tag", post.hashtags().stream());
        add(document, "mention", post.mentions().stream());
        add(document, "cashtag", post.cashtags().stream());
        add(document, "source", Stream.of(post.id().source()));
        addAuthors(document, post);
        post.references().conversation().ifPresent(id -> document.add(string("conversation", id)));
        post.references().replyTo().ifPresent(id -> document.add(string("reply to", id)));
        post.references().repostOf().ifPresent(id -> document.add(string("repost of", id)));
        if (post.kind() != Post.Kind.REPOST && post.references().repostOf().isEmpty()) {
            post.place().ifPresent(place -> addPlace(document, place));
        }
        post.lang()
                .ifPresent(tag -> languages
                        .computeIfAbsent(tag, this::including)
                        .forEach(code -> document.add(string(LANG, code))));
        addFacts(document, post);
        return document;
    }

    private static void addAuthors(Document document, Post post) {
        add(document, "from", Stream.concat(Stream.of(post.author().id()), post.author().handle().stream()));
        add(document, "to", post.references().replyToAuthor().stream().flatMap(LucenePosts::names));
        add(
                document,
                "repost of author",
                post.references().repostOfAuthor().stream().flatMap(LucenePosts::names));
        post.author().bio().ifPresent(text -> document.add(words("BIO", List.of(text))));
        post.author().name().ifPresent(text -> document.add(words("NAME", List.of(text))));
        post.author().location().ifPresent(text -> document.add(words("LOCATION", List.of(text))));
        post.author().followers().ifPresent(count -> document.add(new LongPoint(FOLLOWERS, count)));
    }

    private static void addPlace(Document document, Place place) {
        document.add(words(PLACE, List.of(place.name())));
        place.id().ifPresent(id -> document.add(string(PLACE_ID, id)));
        add(document, "country", place.country().stream());
    }

    private static void addFacts(Document document, Post post) {
        Evaluation evaluation = new Evaluation(post);
        for (Condition.Is.Kind kind : Condition.Is.Kind.values()) {
            if (evaluation.satisfying(new Condition.Is(kind)).isPresent()) {
                document.add(string(IS, kind.name()));
            }
        }
        for (Condition.Has.Part part : Condition.Has.Part.values()) {
            if (evaluation.satisfying(new Condition.Has(part)).isPresent()) {
                document.add(string(HAS, part.name()));
            }
        }
    }

    private List<String> including(String tag) {
        return codes.stream().filter(code -> Language.includes(code, tag)).toList();
    }

    private static Stream<String> names(AuthorName author) {
        return Stream.concat(author.id().stream(), author.handle().stream());
    }

    private static void add(Document document, String field, Stream<String> values) {
        values.map(Folding::fold).distinct().forEach(value -> document.add(string(field, value)));
    }

    private static Field string(String field, String value) {
        return new StringField(field, value, Field.Store.NO);
    }

    private static Field words(String field, List<String> texts) {
        return new Field(field, new Words(texts), WORDS);
    }

    /** The words of texts, those that continue a run under two names. */
    private static final class Words extends TokenStream {
        private final CharTermAttribute term = addAttribute(CharTermAttribute.class);
        private final PositionIncrementAttribute step = addAttribute(PositionIncrementAttribute.class);
        private final List<String> forms = new ArrayList<>();
        private final List<Integer> steps = new ArrayList<>();
        private int next;

        Words(List<String> texts) {
            for (String text : texts) {
                int gap = forms.isEmpty() ? 1 : GAP;
                for (Token token : Tokenizer.tokens(text)) {
                    add(token.form(), gap);
                    if (token.glued()) {
                        add(GLUED + token.form(), 0);
                    }
                    gap = 1;
                }
            }
        }

        private void add(String form, int after) {
            forms.add(form);
            steps.add(after);
        }

        @Override
        public boolean incrementToken() {
            if (next == forms.size()) {
                return false;
            }
            clearAttributes();
            term.append(forms.get(next));
            step.setPositionIncrement(steps.get(next));
            next++;
            return true;
        }

        @Override
        public void reset() {
            next = 0;
        }
    }
}
