package io.tocsin.match;

import io.tocsin.post.Author;
import io.tocsin.post.AuthorName;
import io.tocsin.post.Geo;
import io.tocsin.post.Place;
import io.tocsin.post.Post;
import io.tocsin.post.References;
import io.tocsin.rule.Condition;
import io.tocsin.rule.Folding;
import io.tocsin.rule.FormBuffer;
import io.tocsin.rule.Tokenizer;
import java.util.List;
import java.util.Optional;

/**
 * What a post has that rules can require: its words, tags, author, … each as a {@link Field}'s key and a folded form.
 * Made to be used for one post after another; not thread-safe.
 */
final class Features {
    private static final int NOWHERE = -1;

    private final FeatureList list;
    private final FormBuffer whole = new FormBuffer();
    private final Tokenizer tokenizer;
    private final FormBuffer forms;
    private Asked asked = new Asked();
    private int flags;
    /** Where the text lies folded among the forms; negative if nowhere. */
    private int foldedText;

    Features(long seed) {
        list = new FeatureList(seed);
        forms = list.forms();
        tokenizer = new Tokenizer(forms);
    }

    FeatureList list() {
        return list;
    }

    /** {@link Flags} of the post. */
    int flags() {
        return flags;
    }

    /** Takes what the post has and rules ask about. */
    void read(Post post, Asked about) {
        list.clear();
        asked = about;
        flags = Flags.of(post);
        foldedText = NOWHERE;
        if (asked.about(Field.WORD)) {
            words(Field.WORD, post.text());
            foldedText = tokenizer.folded();
        }
        all(Field.HASHTAG, post.hashtags());
        all(Field.MENTION, post.mentions());
        all(Field.CASHTAG, post.cashtags());
        author(post.author());
        references(post.references());
        if (asked.about(Field.LINK)) {
            for (int i = 0; i < post.links().size(); i++) {
                words(Field.LINK, post.links().get(i));
            }
        }
        if (post.lang().isPresent() && asked.about(Field.LANG)) {
            languages(Language.current(post.lang().get()));
        }
        folded(Field.SOURCE, post.id().source());
        if ((flags & Flags.bit(Condition.Is.Kind.REPOST)) == 0) {
            whereabouts(post);
        }
        stretches(post);
    }

    /** The text, folded, holds these bytes; or one of the links does. */
    boolean hold(Post post, byte key, byte[] bytes, int length) {
        boolean unaccented = key == Field.TEXT_STRETCH.key(true);
        if (unaccented || key == Field.TEXT_STRETCH.key(false)) {
            return foldedText == NOWHERE
                    ? holds(post.text(), unaccented, bytes, length)
                    : Bytes.hold(
                            forms.bytes(), foldedText, foldedText + post.text().length(), bytes, length);
        }
        for (String link : post.links()) {
            if (holds(link, false, bytes, length)) {
                return true;
            }
        }
        return false;
    }

    private boolean holds(String text, boolean unaccented, byte[] bytes, int length) {
        whole.clear();
        fold(text, unaccented, whole);
        return Bytes.hold(whole.bytes(), 0, whole.size(), bytes, length);
    }

    private void author(Author author) {
        folded(Field.FROM, author.id());
        folded(Field.FROM, author.handle());
        words(Field.BIO, author.bio());
        words(Field.NAME, author.name());
        words(Field.LOCATION, author.location());
    }

    private void references(References references) {
        if (references.replyToAuthor().isPresent()) {
            named(Field.TO, references.replyToAuthor().get());
        }
        if (references.repostOfAuthor().isPresent()) {
            named(Field.REPOST_OF_AUTHOR, references.repostOfAuthor().get());
        }
        exact(Field.CONVERSATION, references.conversation());
        exact(Field.REPLY_TO, references.replyTo());
        exact(Field.REPOST_OF, references.repostOf());
    }

    private void named(Field field, AuthorName author) {
        folded(field, author.id());
        folded(field, author.handle());
    }

    /** {@code en-us} is also {@code en}. */
    private void languages(String tag) {
        int start = forms.size();
        forms.put(tag);
        for (int end = forms.size(); end > start; end = lastDash(start, end)) {
            list.add(Field.LANG.key(false), start, end, false);
        }
    }

    /** Where the last dash between stands; the start if there is none. */
    private int lastDash(int start, int end) {
        int at = end - 1;
        while (at > start && forms.bytes()[at] != '-') {
            at--;
        }
        return at;
    }

    /** Where a post was made; a repost is made anywhere. */
    private void whereabouts(Post post) {
        if (post.geo().isPresent()) {
            Geo geo = post.geo().get();
            cells(geo.lon(), geo.lat());
        }
        if (post.place().isPresent()) {
            Place place = post.place().get();
            words(Field.PLACE, place.name());
            exact(Field.PLACE_ID, place.id());
            folded(Field.COUNTRY, place.country());
            if (place.area().isPresent()) {
                // An area lies within a shape only if each of its corners does.
                cells(place.area().get().west(), place.area().get().south());
            }
        }
    }

    private void cells(double lon, double lat) {
        for (int left = asked.levels(); left != 0; left &= left - 1) {
            int start = forms.size();
            Cells.name(lon, lat, Integer.numberOfTrailingZeros(left), forms);
            list.add(Field.CELL.key(false), start, forms.size(), false);
        }
    }

    private void stretches(Post post) {
        for (int way = 0; way < 2; way++) {
            if (asked.about(Field.TEXT_STRETCH, way == 1)) {
                textStretches(post.text(), way == 1);
            }
        }
        if (asked.about(Field.LINK_STRETCH)) {
            for (int i = 0; i < post.links().size(); i++) {
                stretches(Field.LINK_STRETCH, false, post.links().get(i));
            }
        }
    }

    /** A text of ASCII was folded when it was cut into words. */
    private void textStretches(String text, boolean unaccented) {
        if (foldedText >= 0) {
            stretches(Field.TEXT_STRETCH.key(unaccented), foldedText, foldedText + text.length());
        } else {
            stretches(Field.TEXT_STRETCH, unaccented, text);
        }
    }

    /** What is folded here stays among the forms: stretches lie in it. */
    private void stretches(Field field, boolean unaccented, String text) {
        int start = forms.size();
        fold(text, unaccented, forms);
        stretches(field.key(unaccented), start, forms.size());
    }

    private void stretches(byte key, int start, int end) {
        byte[] bytes = forms.bytes();
        for (int at = start; at + Stretch.SHORTEST <= end; at++) {
            int prefix = Asked.prefix(key, bytes, at);
            if (asked.aboutPrefix(prefix)) {
                stretches(key, asked.lengths(prefix), at, end);
            }
        }
    }

    private void stretches(byte key, int lengths, int start, int textEnd) {
        for (int left = lengths; left != 0; left &= left - 1) {
            int end = start + Stretch.SHORTEST + Integer.numberOfTrailingZeros(left);
            if (end <= textEnd) {
                int hash = list.hash(key, start, end);
                if (asked.aboutStretch(hash)) {
                    list.add(key, start, end, false, hash);
                }
            }
        }
    }

    private void exact(Field field, Optional<String> text) {
        if (text.isPresent() && asked.about(field)) {
            exact(field, text.get());
        }
    }

    private void exact(Field field, String text) {
        int start = forms.size();
        forms.put(text);
        list.add(field.key(false), start, forms.size(), false);
    }

    private void all(Field field, List<String> texts) {
        for (int i = 0; i < texts.size(); i++) {
            folded(field, texts.get(i));
        }
    }

    private void folded(Field field, Optional<String> text) {
        if (text.isPresent()) {
            folded(field, text.get());
        }
    }

    private void folded(Field field, String text) {
        for (int way = 0; way < 2; way++) {
            if (asked.about(field, way == 1)) {
                int start = forms.size();
                fold(text, way == 1, forms);
                list.add(field.key(way == 1), start, forms.size(), false);
            }
        }
    }

    private void words(Field field, Optional<String> text) {
        if (text.isPresent()) {
            words(field, text.get());
        }
    }

    private void words(Field field, String text) {
        for (int way = 0; way < 2; way++) {
            if (asked.about(field, way == 1)) {
                words(field, text, way == 1);
            }
        }
    }

    private void words(Field field, String text, boolean unaccented) {
        tokenizer.read(text);
        byte key = field.key(unaccented);
        while (tokenizer.next()) {
            if (unaccented && tokenizer.folded() < 0) {
                withoutAccents(tokenizer.formStart(), forms);
                list.add(key, tokenizer.formStart(), forms.size(), tokenizer.glued());
            } else {
                list.add(key, tokenizer.formStart(), tokenizer.formEnd(), tokenizer.glued());
            }
        }
        list.setApart();
    }

    private static void fold(String text, boolean unaccented, FormBuffer out) {
        int start = out.size();
        out.fold(text);
        if (unaccented) {
            withoutAccents(start, out);
        }
    }

    /** What is ASCII has no accents. */
    private static void withoutAccents(int start, FormBuffer out) {
        for (int i = start; i < out.size(); i++) {
            if (out.bytes()[i] < 0) {
                String form = out.text(start);
                out.truncate(start);
                out.put(Folding.unaccented(form));
                return;
            }
        }
    }
}
