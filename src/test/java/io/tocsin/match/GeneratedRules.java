package io.tocsin.match;

import static io.tocsin.match.RealPosts.one;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tocsin.post.Post;
import io.tocsin.rule.Condition;
import io.tocsin.rule.Rule;
import io.tocsin.rule.RuleId;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * Rules such as subscribers write, in the words of given posts: one to four words, phrases that occur, tags, handles,
 * groups, and what narrows them. The same seed gives the same rules, and fewer rules are the first of more.
 *
 * <p>One rule in twenty is another with a filter more, or that other itself, as the rules of many subscribers are.
 */
final class GeneratedRules {
    /** How often the rules match: each is narrowed till about {@code most} of the posts are left to it. */
    enum Mix {
        /** A post meets about 6.5 of 100,000. */
        SELECTIVE(0, 4.9e-4, 7),
        /** A post meets about 6 of 1,000,000. */
        SPARSE(0, 8e-5, 7),
        /** A post meets about 50 of 1,000. The first 26 are those of real disasters. */
        HOT(1e-2, 1.2e-1, 60);

        private final double least;
        private final double most;
        private final int percentGroups;

        Mix(double least, double most, int percentGroups) {
            this.least = least;
            this.most = most;
            this.percentGroups = percentGroups;
        }
    }

    private static final int MOST_PIECES = 4;

    private final Pieces pieces;

    GeneratedRules(List<Post> posts) {
        pieces = new Pieces(posts);
    }

    /** So many rules of the mix, with the ids r0, r1 and so on. */
    List<Rule> some(int count, Mix mix, long seed) {
        List<Rule> rules = new ArrayList<>(count);
        if (mix == Mix.HOT) {
            rules.addAll(subscriptions().subList(0, Math.min(count, 26)));
        }
        for (int i = rules.size(); i < count; i++) {
            rules.add(rule(i, mix, seed));
        }
        return rules;
    }

    /** The rule that has the id r{@code number} in lists of this mix and seed. */
    Rule rule(int number, Mix mix, long seed) {
        return rule("r" + number, piece(number, mix, seed));
    }

    /**
     * A rule of whatever the language has, groups within groups; its words are often ones that stand together in a
     * post. It is not {@code Unaccented}.
     */
    Rule nested(RuleId id, SplittableRandom random) {
        return rule(id.value(), Piece.all(List.of(core(random), nested(random, 3))));
    }

    /** The keywords with which people followed 26 real disasters; a post about one of them meets its rule. */
    static List<Rule> subscriptions() {
        List<Rule> rules = new ArrayList<>();
        try (InputStream in = GeneratedRules.class.getResourceAsStream("/crisis-subscriptions.json")) {
            for (JsonNode subscription : new ObjectMapper().readTree(in)) {
                String name = subscription.get("name").asText();
                rules.add(Rule.parse(new RuleId(name), subscription.get("rule").asText()));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return rules;
    }

    private static Rule rule(String id, Piece piece) {
        return new Rule(new RuleId(id), piece.text(), piece.condition());
    }

    private Piece piece(int number, Mix mix, long seed) {
        SplittableRandom random = new SplittableRandom(new SplittableRandom(seed + number).nextLong());
        if (number > 0 && one(random, 20)) {
            Piece other = piece(random.nextInt(number), mix, seed);
            return one(random, 10) ? other : Piece.all(List.of(other, pieces.filter(random)));
        }
        while (true) {
            Piece piece = narrowed(mix, random);
            if (piece.share() >= mix.least && piece.share() <= mix.most) {
                return piece;
            }
        }
    }

    private Piece narrowed(Mix mix, SplittableRandom random) {
        List<Piece> all = new ArrayList<>();
        double share = 1;
        while (all.size() < MOST_PIECES && share > mix.most) {
            Piece next = random.nextInt(100) < mix.percentGroups ? group(random) : core(random);
            all.add(next);
            share *= next.share();
        }
        for (int i = random.nextInt(3); i > 0; i--) {
            all.add(pieces.filter(random));
        }
        return Piece.all(distinct(all));
    }

    private static List<Piece> distinct(List<Piece> pieces) {
        Set<String> texts = new HashSet<>();
        return pieces.stream()
                .filter(piece -> texts.add(piece.text().toLowerCase(Locale.ROOT)))
                .toList();
    }

    /** What can stand alone, but for a group. */
    private Piece core(SplittableRandom random) {
        int kind = random.nextInt(93);
        if (kind < 65) {
            return pieces.word(random);
        } else if (kind < 75) {
            return pieces.phrase(random);
        } else if (kind < 79) {
            return pieces.near(random);
        } else if (kind < 86) {
            return pieces.tag(random);
        } else if (kind < 89) {
            return pieces.mention(random);
        } else if (kind < 91) {
            return pieces.from(random);
        }
        return pieces.rare(random);
    }

    private Piece group(SplittableRandom random) {
        List<Piece> branches = new ArrayList<>();
        for (int i = random.nextInt(4); i >= -1; i--) {
            branches.add(
                    switch (random.nextInt(4)) {
                        case 0 -> pieces.tag(random);
                        case 1 -> pieces.phrase(random);
                        default -> pieces.word(random);
                    });
        }
        return Piece.any(branches);
    }

    private Piece nested(SplittableRandom random, int depth) {
        int kind = random.nextInt(depth == 0 ? 4 : 8);
        if (kind < 4) {
            return switch (kind) {
                case 0 -> pieces.filter(random);
                case 1 -> pieces.rare(random);
                case 2 -> core(random);
                default -> group(random);
            };
        }
        List<Piece> parts = new ArrayList<>();
        for (int i = random.nextInt(3); i >= -1; i--) {
            parts.add(nested(random, depth - 1));
        }
        return switch (kind) {
            case 4 -> Piece.all(parts);
            case 5 -> negated(Piece.any(parts));
            default -> Piece.any(parts);
        };
    }

    /** Twice negated is no rule, and of the posts that are not in a sample there is no telling which they are. */
    private static Piece negated(Piece piece) {
        boolean whole =
                piece.condition() instanceof Condition.Not || piece.text().contains("sample:");
        return whole ? piece : piece.not();
    }
}
