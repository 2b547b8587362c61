package io.tocsin.rule;

import io.tocsin.rule.Condition.InCircle;
import io.tocsin.rule.Condition.Profile;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** Conditions that a text can mean, and texts that mean something or nothing. */
public final class RandomRules {
    /** Each of these can be the whole of a rule. */
    private static final List<Condition> STANDING = List.of(
            new Condition.Keyword("flood"),
            new Condition.Keyword("AND"),
            new Condition.Keyword("coca-cola"),
            new Condition.Keyword("Montréal"),
            new Condition.Keyword("🔥"),
            new Condition.Keyword("昨日洪水"),
            new Condition.Keyword("back\\slash"),
            new Condition.Phrase("red cross"),
            new Condition.Phrase("Toys \"R\" Us"),
            new Condition.Phrase("OR"),
            new Condition.Phrase("\\ends\\"),
            new Condition.Near("high Water", 1),
            new Condition.Near("say \"yes\" or no", 6),
            new Condition.Contains("ood"),
            new Condition.Contains(" a (b) \\ É"),
            new Condition.Contains("“quoted”"),
            new Condition.Hashtag("yyc_2013"),
            new Condition.Hashtag("Été"),
            new Condition.Mention("NWS"),
            new Condition.Mention("alice.bsky.social"),
            new Condition.Cashtag("TSLA"),
            new Condition.Cashtag("brk.B"),
            new Condition.From("did:plc:abc"),
            new Condition.From("a (b)"),
            new Condition.To("NWS"),
            new Condition.RepostOfAuthor("12345"),
            new Condition.Conversation("1334987486343299072"),
            new Condition.ReplyTo("at://did:plc:abc/app.bsky.feed.post/3K"),
            new Condition.RepostOf("id with spaces"),
            new Condition.Link("https://example.com/News?a=[1]"),
            new Condition.Link("flood"),
            new Condition.LinkContains("/floods/2013"),
            new Condition.Profile(Profile.Field.BIO, "data Engineer"),
            new Condition.Profile(Profile.Field.NAME, "md"),
            new Condition.Profile(Profile.Field.LOCATION, "New York, NY"),
            new Condition.InPlace("high river"),
            new Condition.InPlace("fd70c22040963ac7"),
            new Condition.InCountry("ca"),
            new Condition.InCircle(-114.07, 51.05, 25, InCircle.Unit.MI),
            new Condition.InCircle(180, -90, 0.0001, InCircle.Unit.KM),
            new Condition.InBox(-114.3, 50.8, -113.9, 51.2),
            new Condition.InBox(170, -90, -170, 0.5));

    /** These need company; so they never come first. */
    private static final List<Condition> COMMON = List.of(
            new Condition.Lang("pt-BR"),
            new Condition.Is(Condition.Is.Kind.REPOST),
            new Condition.Is(Condition.Is.Kind.REPLY),
            new Condition.Is(Condition.Is.Kind.QUOTE),
            new Condition.Is(Condition.Is.Kind.VERIFIED),
            new Condition.Has(Condition.Has.Part.HASHTAGS),
            new Condition.Has(Condition.Has.Part.CASHTAGS),
            new Condition.Has(Condition.Has.Part.LINKS),
            new Condition.Has(Condition.Has.Part.MENTIONS),
            new Condition.Has(Condition.Has.Part.MEDIA),
            new Condition.Has(Condition.Has.Part.IMAGES),
            new Condition.Has(Condition.Has.Part.VIDEOS),
            new Condition.Has(Condition.Has.Part.GEO),
            new Condition.Followers(1000, Long.MAX_VALUE),
            new Condition.Followers(0, 50_000),
            new Condition.Source("Bluesky"));

    private static final List<String> PIECES = List.of(
            "a",
            "OR",
            "or",
            " ",
            "  ",
            "(",
            ")",
            "-",
            "\"",
            "\\",
            "#",
            "@",
            ":",
            "from:",
            "lang:",
            "en",
            "foo:",
            "$",
            "…",
            "“",
            "–",
            "🔥",
            "\uD83D",
            "\uDD25",
            "\u0301",
            "\u200D",
            "\uFE0F",
            "\u20E3",
            "1",
            "地",
            "ß",
            "\u0000",
            "\u001C",
            "\u00A0",
            "~",
            "~3",
            "[",
            "]",
            "contains:",
            "url:",
            "bio:",
            "place:",
            "to:",
            "is:",
            "has:",
            "-is:",
            "retweet",
            "nullcast",
            "geo",
            "followers_count:",
            "..",
            "9",
            "sample:",
            "source:",
            "in_reply_to:",
            "point_radius:[",
            "bounding_box:[",
            "1 2 3km]",
            "1 2 3 4]",
            "place_country:",
            " accents:ignore",
            "É",
            "İ",
            "＠",
            "＄",
            "ﷺ",
            "ﬃ");

    private RandomRules() {}

    /** A condition that a rule can have: its first part can stand alone. */
    public static Condition condition(SplittableRandom random) {
        List<Condition> parts = new ArrayList<>();
        parts.add(one(random, STANDING));
        parts.add(part(random, random.nextInt(4)));
        if (random.nextInt(8) == 0) {
            parts.add(new Condition.Sample(1 + random.nextInt(100)));
        }
        if (random.nextInt(8) == 0) {
            parts.add(new Condition.Not(new Condition.Is(Condition.Is.Kind.NULLCAST)));
        }
        Condition all = new Condition.And(parts);
        return random.nextInt(4) == 0 ? new Condition.Unaccented(all) : all;
    }

    static String text(SplittableRandom random) {
        StringBuilder text = new StringBuilder();
        int length = random.nextInt(random.nextInt(10) == 0 ? 2 * RuleLimits.DEFAULT.characters() : 20);
        while (text.length() < length) {
            text.append(PIECES.get(random.nextInt(PIECES.size())));
        }
        return text.toString();
    }

    /** Never an And: the parser makes one of an And within an And. */
    private static Condition part(SplittableRandom random, int depth) {
        int kind = random.nextInt(4);
        if (depth == 0 || kind == 0) {
            return one(random, random.nextBoolean() ? STANDING : COMMON);
        }
        if (kind == 1) {
            return new Condition.Not(random.nextBoolean() ? all(random, depth) : part(random, depth - 1));
        }
        List<Condition> branches = new ArrayList<>();
        for (int i = random.nextInt(3); i >= -1; i--) {
            Condition branch = random.nextBoolean() ? all(random, depth) : part(random, depth - 1);
            branches.add(branch instanceof Condition.Or ? new Condition.Not(branch) : branch);
        }
        return new Condition.Or(branches);
    }

    private static Condition all(SplittableRandom random, int depth) {
        return new Condition.And(List.of(part(random, depth - 1), part(random, depth - 1)));
    }

    private static Condition one(SplittableRandom random, List<Condition> terms) {
        return terms.get(random.nextInt(terms.size()));
    }
}
