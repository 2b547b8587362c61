package io.tocsin.match;

import static io.tocsin.match.RealPosts.one;
import static io.tocsin.match.RealPosts.pick;

import io.tocsin.post.Post;
import io.tocsin.rule.Condition;
import io.tocsin.rule.Folding;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;

/** Single pieces of rules that ask for what some of the posts have. */
final class Pieces {
    private static final List<String> LANGUAGES =
            List.of("en", "en", "en", "en", "es", "ja", "pt", "fr", "en-GB", "id");

    private final List<Post> posts;
    private final PostWords vocabulary;
    /** Some texts, folded. */
    private final List<String> sample;

    Pieces(List<Post> posts) {
        this.posts = posts;
        vocabulary = new PostWords(posts);
        sample = posts.stream()
                .limit(1_000)
                .map(post -> Folding.fold(post.text()))
                .toList();
    }

    Piece word(SplittableRandom random) {
        String word = vocabulary.word(random);
        return new Piece(word, new Condition.Keyword(word), vocabulary.shareOfWord(word));
    }

    /** Two or three words that stand next to each other in a post; where a post has but one, that. */
    Piece phrase(SplittableRandom random) {
        List<String> phrase = vocabulary.phrase(2 + random.nextInt(2), random);
        String words = String.join(" ", phrase);
        return new Piece(quoted(words), new Condition.Phrase(words), vocabulary.shareOfPhrase(phrase));
    }

    /** Two words of a post that stand near each other there, in either order. */
    Piece near(SplittableRandom random) {
        List<String> stretch = vocabulary.phrase(2 + random.nextInt(4), random);
        String first = stretch.get(0);
        String last = stretch.get(stretch.size() - 1);
        int distance = 1 + random.nextInt(6);
        String words = random.nextBoolean() ? first + " " + last : last + " " + first;
        double share = Math.min(vocabulary.shareOfWord(first), vocabulary.shareOfWord(last)) / 3;
        return new Piece(quoted(words) + "~" + distance, new Condition.Near(words, distance), share);
    }

    Piece tag(SplittableRandom random) {
        String tag = vocabulary.tag(random);
        return new Piece("#" + tag, new Condition.Hashtag(tag), vocabulary.shareOfTag(tag));
    }

    Piece mention(SplittableRandom random) {
        String handle = vocabulary.mention(random);
        return new Piece("@" + handle, new Condition.Mention(handle), vocabulary.shareOfMention(handle));
    }

    /** An author, by handle or id; those who write much are asked for more often. */
    Piece from(SplittableRandom random) {
        int rank = (int) Math.exp(random.nextDouble() * Math.log(RealPosts.AUTHORS));
        String author = random.nextBoolean() ? "user" + rank : Integer.toString(rank);
        double share = 1 / (rank * Math.log(RealPosts.AUTHORS));
        return new Piece("from:" + author, new Condition.From(author), share);
    }

    /** What can stand alone and is asked for now and then. */
    Piece rare(SplittableRandom random) {
        Post post = pick(posts, random);
        int kind = random.nextInt(11);
        if (kind < 2) {
            return circle(random);
        } else if (kind < 3) {
            return box(random);
        } else if (kind < 4) {
            String symbol = pick(RealPosts.CASHTAGS, random);
            return new Piece("$" + symbol, new Condition.Cashtag(symbol), 0.001);
        } else if (kind < 6) {
            return profile(random);
        } else if (kind < 7) {
            return place(random);
        } else if (kind < 8) {
            return link(post, random);
        } else if (kind < 9) {
            String part = part(post.text(), random);
            return new Piece("contains:" + quoted(part), new Condition.Contains(part), shareOfText(part));
        }
        return reference(post, random);
    }

    private static Piece circle(SplittableRandom random) {
        RealPosts.Town town = pick(RealPosts.TOWNS, random);
        int radius = 5 + random.nextInt(20);
        boolean miles = one(random, 4);
        Condition.InCircle circle = new Condition.InCircle(
                town.lon(), town.lat(), radius, miles ? Condition.InCircle.Unit.MI : Condition.InCircle.Unit.KM);
        String text = String.format(
                Locale.ROOT, "point_radius:[%s %s %d%s]", town.lon(), town.lat(), radius, miles ? "mi" : "km");
        return new Piece(text, circle, 0.001);
    }

    private static Piece box(SplittableRandom random) {
        RealPosts.Town town = pick(RealPosts.TOWNS, random);
        double west = Math.round((town.lon() - 0.15) * 100) / 100.0;
        double south = Math.round((town.lat() - 0.1) * 100) / 100.0;
        double north = Math.round((town.lat() + 0.1) * 100) / 100.0;
        double east = Math.round((town.lon() + 0.15) * 100) / 100.0;
        east = east > 180 ? Math.round((east - 360) * 100) / 100.0 : east;
        String text = String.format(Locale.ROOT, "bounding_box:[%s %s %s %s]", west, south, east, north);
        return new Piece(text, new Condition.InBox(west, south, east, north), 0.001);
    }

    private static Piece profile(SplittableRandom random) {
        Condition.Profile.Field field = pick(List.of(Condition.Profile.Field.values()), random);
        String words = switch (field) {
            case BIO -> pick(RealPosts.BIOS, random).split(" ", -1)[0].replaceAll("\\W", "");
            case NAME, LOCATION -> pick(RealPosts.TOWNS, random).name();
        };
        String operator = field == Condition.Profile.Field.BIO
                ? "bio"
                : "bio_" + field.name().toLowerCase(Locale.ROOT);
        return new Piece(operator + ":" + quotedIfNeeded(words), new Condition.Profile(field, words), 0.05);
    }

    private static Piece place(SplittableRandom random) {
        RealPosts.Town town = pick(RealPosts.TOWNS, random);
        return one(random, 3)
                ? new Piece("place_country:" + town.country(), new Condition.InCountry(town.country()), 0.003)
                : new Piece("place:" + quotedIfNeeded(town.name()), new Condition.InPlace(town.name()), 0.001);
    }

    private static Piece link(Post post, SplittableRandom random) {
        String link = post.links().stream()
                .filter(one -> !one.contains("…"))
                .findFirst()
                .orElse("https://example.com/none");
        String end = link.substring(link.lastIndexOf('/') + 1);
        if (random.nextBoolean() || end.length() < 3) {
            return new Piece("url:" + quoted(link), new Condition.Link(link), 0.0005);
        }
        return new Piece("url_contains:" + quoted(end), new Condition.LinkContains(end), 0.0005);
    }

    private static Piece reference(Post post, SplittableRandom random) {
        String id = post.references()
                .replyTo()
                .or(() -> post.references().repostOf())
                .orElse(post.id().id());
        String handle = post.mentions().stream().findFirst().orElse("user1");
        return switch (random.nextInt(5)) {
            case 0 -> new Piece("to:" + handle, new Condition.To(handle), 0.0005);
            case 1 -> new Piece("retweets_of:" + handle, new Condition.RepostOfAuthor(handle), 0.0005);
            case 2 -> new Piece("conversation_id:" + id, new Condition.Conversation(id), 0.0005);
            case 3 -> new Piece("in_reply_to_tweet_id:" + id, new Condition.ReplyTo(id), 0.0005);
            default -> new Piece("retweets_of_tweet_id:" + id, new Condition.RepostOf(id), 0.0005);
        };
    }

    /** What narrows a rule and cannot stand alone. */
    Piece filter(SplittableRandom random) {
        int kind = random.nextInt(100);
        if (kind < 35) {
            String lang = pick(LANGUAGES, random);
            return new Piece("lang:" + lang, new Condition.Lang(lang), lang.startsWith("en") ? 0.44 : 0.1);
        } else if (kind < 60) {
            Piece repost = new Piece("is:retweet", new Condition.Is(Condition.Is.Kind.REPOST), 0.4);
            return one(random, 10) ? repost : repost.not();
        } else if (kind < 65) {
            Piece verified = new Piece("is:verified", new Condition.Is(Condition.Is.Kind.VERIFIED), 0.02);
            return one(random, 4) ? verified : verified.not();
        } else if (kind < 70) {
            Piece reply = new Piece("is:reply", new Condition.Is(Condition.Is.Kind.REPLY), 0.15);
            return one(random, 4) ? reply : reply.not();
        } else if (kind < 84) {
            Condition.Has.Part part = pick(List.of(Condition.Has.Part.values()), random);
            Piece has = new Piece("has:" + part.name().toLowerCase(Locale.ROOT), new Condition.Has(part), 0.3);
            return one(random, 4) ? has.not() : has;
        } else if (kind < 90) {
            int min = random.nextInt(1, 5_000);
            return new Piece("followers_count:" + min, new Condition.Followers(min, Long.MAX_VALUE), 0.5);
        } else if (kind < 93) {
            int percent = random.nextInt(1, 101);
            return new Piece("sample:" + percent, new Condition.Sample(percent), percent / 100.0);
        } else if (kind < 95) {
            return new Piece("source:sample", new Condition.Source("sample"), 1);
        }
        return word(random).not();
    }

    /** Half a dozen characters out of the text. */
    private static String part(String text, SplittableRandom random) {
        int from = text.offsetByCodePoints(0, random.nextInt(text.codePointCount(0, text.length())));
        int end = text.offsetByCodePoints(from, Math.min(6, text.codePointCount(from, text.length())));
        String part = text.substring(from, end).strip();
        return part.isEmpty() ? text.substring(0, 1) : part;
    }

    private double shareOfText(String part) {
        String folded = Folding.fold(part);
        long with = sample.stream().filter(text -> text.contains(folded)).count();
        return Math.max((double) with, 0.1) / sample.size();
    }

    private static String quotedIfNeeded(String words) {
        return words.indexOf(' ') < 0 ? words : quoted(words);
    }

    private static String quoted(String words) {
        return "\"" + words.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
    }
}
