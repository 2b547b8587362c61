package io.tocsin.story;

/**
 * How much a post's terms speak for each group of posts, in nats: the sum over its terms of the logarithm of how much
 * more often the group's posts have it than posts have such a term at all.
 *
 * <p>It is a naive Bayes classifier over presence of terms, with one background for all groups: what terms of that kind
 * are usual to be. Not the subscription's own posts: where one story is all there is, the names that everybody writes
 * would count for nothing, and the story would fall apart. A group whose terms are not all kept can't hold what a post
 * says beside them against it: they cost little.
 */
final class Evidence {
    private final Method method;

    Evidence(Method method) {
        this.method = method;
    }

    /** @param unit what a post weighs now */
    double of(Terms terms, Story group, float unit) {
        double nats = 0;
        for (int i = 0; i < terms.size(); i++) {
            int term = terms.hash(i);
            float count = group.profile.weightOf(term);
            nats += count == 0 ? method.unseen() : nats(count, group.weight, Terms.usual(term), unit);
        }
        return nats;
    }

    /** What the posts of one group speak for another, each on average. */
    double of(Story group, Story other, float unit) {
        double sum = 0;
        for (int i = 0; i < group.profile.size(); i++) {
            int term = group.profile.term(i);
            float count = other.profile.weightOf(term);
            if (count > 0) {
                double share = group.profile.weight(i) / group.weight;
                sum += share * nats(count, other.weight, Terms.usual(term), unit);
            }
        }
        return sum;
    }

    /** What a term speaks for a group of which {@code count} posts have it. */
    private double nats(double count, double weight, double usual, double unit) {
        double share = count / (weight + unit);
        double ratio = method.background() + (1 - method.background()) * share / usual;
        return Math.min(method.most(), Math.log(ratio));
    }
}
