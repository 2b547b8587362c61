package io.tocsin.match;

import io.tocsin.rule.Condition;
import io.tocsin.rule.Folding;
import io.tocsin.rule.FormBuffer;
import io.tocsin.rule.Token;
import io.tocsin.rule.Tokenizer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Appends conditions to {@link Code}, and what they ask for to a {@link Vocabulary}. */
final class Compiler {
    private final Ints code;
    private final Vocabulary vocabulary;
    private final FormBuffer form = new FormBuffer();
    private boolean unaccented;

    Compiler(Ints code, Vocabulary vocabulary) {
        this.code = code;
        this.vocabulary = vocabulary;
    }

    void compile(Condition condition) {
        if (condition instanceof Condition.Unaccented whole) {
            unaccented = true;
            node(whole.part());
            unaccented = false;
        } else {
            node(condition);
        }
    }

    private void node(Condition condition) {
        if (condition instanceof Condition.And and) {
            and(and.parts());
        } else if (condition instanceof Condition.Or or) {
            int start = open(Code.OR);
            or.parts().forEach(this::node);
            close(start);
        } else if (condition instanceof Condition.Not not) {
            not(not.part());
        } else if (condition instanceof Condition.Unaccented) {
            throw new IllegalArgumentException("condition: " + condition + " within another (expected: the whole)");
        } else if (!text(condition) && !name(condition)) {
            fact(condition);
        }
    }

    /** Features that must all be there are one node, and come first: nothing is as cheap to look at. */
    private void and(List<Condition> parts) {
        Ints features = new Ints();
        List<int[]> others = new ArrayList<>();
        int start = open(Code.AND);
        int first = code.size();
        for (Condition part : parts) {
            node(part);
            int[] compiled = code.cut(first);
            boolean inner = Code.operation(compiled, 0) == Code.AND;
            for (int at = inner ? Code.HEADER : 0; at < compiled.length; at = Code.next(compiled, at)) {
                if (Code.operation(compiled, at) == Code.ALL) {
                    features.addAll(compiled, Code.firstFeature(at), Code.afterFeatures(compiled, at));
                } else {
                    others.add(Arrays.copyOfRange(compiled, at, Code.next(compiled, at)));
                }
            }
        }
        if (others.isEmpty()) {
            code.truncate(start);
            leaf(Code.ALL, features);
            return;
        }
        if (features.size() > 0) {
            leaf(Code.ALL, features);
        }
        others.forEach(other -> code.addAll(other, 0, other.length));
        close(start);
    }

    private void not(Condition part) {
        if (part instanceof Condition.Not not) {
            node(not.part());
            return;
        }
        int start = open(Code.NOT);
        int child = code.size();
        node(part);
        if (Code.operation(code.array(), child) == Code.FLAG) {
            int bit = code.get(code.size() - 1);
            code.truncate(start);
            flag(Flags.not(bit));
        } else {
            close(start);
        }
    }

    /** What is asked of words. */
    private boolean text(Condition condition) {
        if (condition instanceof Condition.Keyword keyword) {
            phrase(Field.WORD, keyword.word());
        } else if (condition instanceof Condition.Phrase phrase) {
            phrase(Field.WORD, phrase.words());
        } else if (condition instanceof Condition.Near near) {
            near(near);
        } else if (condition instanceof Condition.Contains contains) {
            contains(Field.TEXT_STRETCH, unaccented, contains.text());
        } else if (condition instanceof Condition.LinkContains contains) {
            contains(Field.LINK_STRETCH, false, contains.text());
        } else if (condition instanceof Condition.Link link) {
            words(Field.LINK, false, link.words());
        } else if (condition instanceof Condition.Profile profile) {
            phrase(field(profile.field()), profile.words());
        } else if (condition instanceof Condition.InPlace in) {
            int start = open(Code.OR);
            exact(Field.PLACE_ID, in.place());
            phrase(Field.PLACE, in.place());
            close(start);
        } else {
            return false;
        }
        return true;
    }

    /** What is asked of names and ids. */
    private boolean name(Condition condition) {
        if (condition instanceof Condition.Hashtag hashtag) {
            folded(Field.HASHTAG, unaccented, hashtag.tag());
        } else if (condition instanceof Condition.Mention mention) {
            folded(Field.MENTION, false, mention.handle());
        } else if (condition instanceof Condition.Cashtag cashtag) {
            folded(Field.CASHTAG, false, cashtag.symbol());
        } else if (condition instanceof Condition.From from) {
            folded(Field.FROM, false, from.author());
        } else if (condition instanceof Condition.To to) {
            folded(Field.TO, false, to.author());
        } else if (condition instanceof Condition.RepostOfAuthor repost) {
            folded(Field.REPOST_OF_AUTHOR, false, repost.author());
        } else if (condition instanceof Condition.Conversation conversation) {
            exact(Field.CONVERSATION, conversation.id());
        } else if (condition instanceof Condition.ReplyTo reply) {
            exact(Field.REPLY_TO, reply.post());
        } else if (condition instanceof Condition.RepostOf repost) {
            exact(Field.REPOST_OF, repost.post());
        } else if (condition instanceof Condition.InCountry in) {
            folded(Field.COUNTRY, false, in.code());
        } else if (condition instanceof Condition.Lang lang) {
            exact(Field.LANG, Language.current(lang.code()));
        } else if (condition instanceof Condition.Source source) {
            folded(Field.SOURCE, false, source.name());
        } else {
            return false;
        }
        return true;
    }

    private void fact(Condition condition) {
        if (condition instanceof Condition.Is is) {
            flag(Flags.bit(is.kind()));
        } else if (condition instanceof Condition.Has has) {
            flag(Flags.bit(has.part()));
        } else if (condition instanceof Condition.Followers followers) {
            int start = open(Code.FOLLOWERS);
            twoInts(followers.min());
            twoInts(followers.max());
            close(start);
        } else if (condition instanceof Condition.Sample sample) {
            int start = open(Code.SAMPLE);
            code.add(sample.percent());
            close(start);
        } else if (condition instanceof Condition.InCircle circle) {
            Ints cells = new Ints();
            Cells.cover(circle, (level, x, y) -> cells.add(cell(level, x, y)));
            int start = open(Code.CIRCLE, cells);
            reals(circle.lon(), circle.lat(), circle.radius());
            code.add(circle.unit() == Condition.InCircle.Unit.MI ? Code.MILES : Code.KILOMETERS);
            close(start);
        } else if (condition instanceof Condition.InBox box) {
            Ints cells = new Ints();
            Cells.cover(box, (level, x, y) -> cells.add(cell(level, x, y)));
            int start = open(Code.BOX, cells);
            reals(box.west(), box.south(), box.east(), box.north());
            close(start);
        } else {
            throw new AssertionError(condition);
        }
    }

    private static Field field(Condition.Profile.Field field) {
        return switch (field) {
            case BIO -> Field.BIO;
            case NAME -> Field.NAME;
            case LOCATION -> Field.LOCATION;
        };
    }

    private void phrase(Field field, String text) {
        words(field, unaccented, text);
    }

    private void words(Field field, boolean withoutAccents, String text) {
        Ints words = tokens(field, withoutAccents, text);
        if (words.size() == 0) {
            flag(Flags.NEVER);
        } else if (words.size() == 1) {
            leaf(Code.ALL, words);
        } else if (field == Field.WORD) {
            phrase(pairs(words), words);
        } else {
            phrase(words, words);
        }
    }

    /** Two words are one pair; any more may be there and not stand next to each other. */
    private void phrase(Ints required, Ints words) {
        if (required.size() == 1) {
            leaf(Code.ALL, required);
            return;
        }
        int start = open(Code.AND);
        leaf(Code.ALL, required);
        leaf(Code.PHRASE, words);
        close(start);
    }

    private Ints pairs(Ints words) {
        Ints pairs = new Ints();
        for (int i = 1; i < words.size(); i++) {
            pairs.add(vocabulary.addPair(Vocabulary.pair(words.get(i - 1) & ~Code.GLUED, words.get(i))));
        }
        return pairs;
    }

    private void near(Condition.Near near) {
        Ints features = tokens(Field.WORD, unaccented, near.words());
        if (features.size() == 0) {
            flag(Flags.NEVER);
        } else if (features.size() == 1) {
            leaf(Code.ALL, features);
        } else {
            int start = open(Code.NEAR, features);
            code.add(near.distance());
            close(start);
        }
    }

    private Ints tokens(Field field, boolean withoutAccents, String text) {
        Ints features = new Ints();
        for (Token token : Tokenizer.tokens(text)) {
            String word = withoutAccents ? Folding.unaccented(token.form()) : token.form();
            features.add(feature(field, withoutAccents, word) | (token.glued() ? Code.GLUED : 0));
        }
        return features;
    }

    private void contains(Field field, boolean withoutAccents, String text) {
        String folded = Folding.fold(text);
        form.truncate(0);
        form.put(withoutAccents ? Folding.unaccented(folded) : folded);
        byte[] bytes = Arrays.copyOf(form.bytes(), form.size());
        if (bytes.length == 0) {
            flag(Flags.NEVER);
            return;
        }
        Ints stretches = new Ints();
        if (bytes.length >= Stretch.SHORTEST) {
            int length = Math.min(bytes.length, Stretch.LONGEST);
            int start = Stretch.rarest(bytes, length);
            stretches.add(vocabulary.add(field.key(withoutAccents), form.bytes(), start, start + length));
            if (length == bytes.length) {
                leaf(Code.ALL, stretches);
                return;
            }
        }
        int start = open(Code.CONTAINS, stretches);
        code.add(field.key(withoutAccents));
        code.add(bytes.length);
        for (int at = 0; at < bytes.length; at += Integer.BYTES) {
            int four = 0;
            for (int i = at; i < Math.min(at + Integer.BYTES, bytes.length); i++) {
                four |= (bytes[i] & 0xFF) << (Byte.SIZE * (i - at));
            }
            code.add(four);
        }
        close(start);
    }

    private void folded(Field field, boolean withoutAccents, String text) {
        String folded = Folding.fold(text);
        one(feature(field, withoutAccents, withoutAccents ? Folding.unaccented(folded) : folded));
    }

    private void exact(Field field, String text) {
        one(feature(field, false, text));
    }

    private void one(int feature) {
        Ints features = new Ints();
        features.add(feature);
        leaf(Code.ALL, features);
    }

    private int feature(Field field, boolean withoutAccents, String text) {
        form.truncate(0);
        form.put(text);
        return vocabulary.add(field.key(withoutAccents), form.bytes(), 0, form.size());
    }

    private int cell(int level, int x, int y) {
        form.truncate(0);
        Cells.name(level, x, y, form);
        return vocabulary.add(Field.CELL.key(false), form.bytes(), 0, form.size());
    }

    private void flag(int bit) {
        int start = open(Code.FLAG);
        code.add(bit);
        close(start);
    }

    private void reals(double... numbers) {
        for (double number : numbers) {
            twoInts(Double.doubleToLongBits(number));
        }
    }

    private void leaf(int operation, Ints features) {
        close(open(operation, features));
    }

    private int open(int operation) {
        return open(operation, new Ints());
    }

    private int open(int operation, Ints features) {
        int start = code.size();
        code.add(Code.header(operation, features.size()));
        code.add(0);
        code.addAll(features.array(), 0, features.size());
        return start;
    }

    private void close(int start) {
        code.set(start + 1, code.size() - start);
    }

    private void twoInts(long number) {
        code.add((int) number);
        code.add((int) (number >>> Integer.SIZE));
    }
}
