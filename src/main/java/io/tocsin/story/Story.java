package io.tocsin.story;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;

/**
 * Posts that are about one event, or may be: until it is opened it has version 0 and is a group that nobody is told of.
 * What it keeps is bounded, however many posts it has.
 */
final class Story {
    static final int TERMS = 64;
    private static final int NEW_TERMS = 16;
    private static final int KNOWN_TERMS = 20;
    /** In so many posts must a term be to be news; of those since the last news, in so large a part; */
    private static final int NEWS_POSTS = 5;

    private static final double NEWS_SHARE = 0.08;
    /** and in so many times more than is usual. */
    private static final double NEWS_RATIO = 8;

    private static final int[] NONE = {};

    final int number;
    final Profile profile = new Profile(TERMS);
    final Crowd crowd = new Crowd();
    final Hour hour = new Hour();
    final Volume volume;
    final Samples samples = new Samples();
    final Whereabouts whereabouts = new Whereabouts();
    final long firstMillis;
    /** Of the posts behind the profile, as those weigh. */
    double weight;

    int posts;
    int originals;
    int repeats;
    int takenBack;
    /** A bit for each source that posts came from; two may share one. */
    int sources;

    long lastMillis;
    int version;
    Level level = Level.ALERT;
    boolean closed;
    String words = "";
    // As of when it was last told.
    long toldMillis;
    int toldPosts;
    private int[] known = NONE;
    /** In how many posts since then each term was. */
    private final Profile fresh = new Profile(NEW_TERMS);

    private int freshPosts;

    Story(int number, long nowMillis) {
        this.number = number;
        this.firstMillis = nowMillis;
        this.lastMillis = nowMillis;
        this.volume = new Volume(nowMillis);
    }

    boolean opened() {
        return version > 0;
    }

    /** Told of, and not over. */
    boolean live() {
        return version > 0 && !closed;
    }

    /** A post of the story, whatever it says. */
    void count(Author author, long nowMillis) {
        posts++;
        crowd.add((int) author.hash());
        hour.add(author.hash(), nowMillis);
        volume.add(nowMillis, 1);
        sources |= author.sourceBit();
        lastMillis = nowMillis;
    }

    /** A post whose text says that it is of the story. */
    void learn(Terms terms, float unit) {
        originals++;
        weight += unit;
        for (int i = 0; i < terms.size(); i++) {
            profile.add(terms.hash(i), unit);
        }
        if (opened()) {
            freshPosts++;
            for (int i = 0; i < terms.size(); i++) {
                fresh.add(terms.hash(i), 1);
            }
        }
    }

    /** Whether the term is in many posts since the story was last told, and was not before. */
    boolean news(int term) {
        float posts = fresh.weightOf(term);
        return posts >= NEWS_POSTS
                && posts >= NEWS_SHARE * freshPosts
                && posts >= NEWS_RATIO * Terms.usual(term) * freshPosts
                && Arrays.binarySearch(known, term) < 0;
    }

    /** How much of what the story's posts say the post says. */
    float centrality(Terms terms) {
        double sum = 0;
        for (int i = 0; i < terms.size(); i++) {
            sum += profile.weightOf(terms.hash(i)) / weight * -Math.log(Terms.usual(terms.hash(i)));
        }
        return terms.size() == 0 ? 0 : (float) (sum / Math.sqrt(terms.size() + 4));
    }

    void told(long nowMillis) {
        version++;
        toldMillis = nowMillis;
        toldPosts = posts;
        known = heaviest();
        fresh.clear();
        freshPosts = 0;
    }

    private int[] heaviest() {
        float[] weights = new float[profile.size()];
        for (int i = 0; i < weights.length; i++) {
            weights[i] = profile.weight(i);
        }
        Arrays.sort(weights);
        float least = weights.length <= KNOWN_TERMS ? 0 : weights[weights.length - KNOWN_TERMS];
        int[] heavy = new int[KNOWN_TERMS];
        int size = 0;
        for (int i = 0; i < profile.size() && size < KNOWN_TERMS; i++) {
            if (profile.weight(i) >= least) {
                heavy[size++] = profile.term(i);
            }
        }
        return Arrays.copyOf(heavy, size);
    }

    void merge(Story other, long nowMillis) {
        profile.addAll(other.profile, 1);
        fresh.addAll(other.profile, (float) (other.originals / Math.max(other.weight, 1e-9)));
        freshPosts += other.originals;
        crowd.addAll(other.crowd);
        hour.addAll(other.hour, nowMillis);
        volume.addAll(other.volume);
        samples.addAll(other.samples);
        whereabouts.addAll(other.whereabouts);
        weight += other.weight;
        posts += other.posts;
        originals += other.originals;
        repeats += other.repeats;
        takenBack += other.takenBack;
        sources |= other.sources;
        lastMillis = Math.max(lastMillis, other.lastMillis);
    }

    void scale(float by) {
        profile.scale(by);
        samples.scale(by);
        weight *= by;
    }

    StoryCounts counts() {
        return new StoryCounts(posts, crowd.count(), repeats, takenBack);
    }

    void write(DataOutput out) throws IOException {
        out.writeInt(number);
        out.writeLong(firstMillis);
        out.writeLong(lastMillis);
        out.writeDouble(weight);
        for (int count : new int[] {posts, originals, repeats, takenBack, sources, version, toldPosts, freshPosts}) {
            out.writeInt(count);
        }
        out.writeUTF(level.name());
        out.writeBoolean(closed);
        out.writeLong(toldMillis);
        out.writeByte(known.length);
        for (int term : known) {
            out.writeInt(term);
        }
        profile.write(out);
        fresh.write(out);
        crowd.write(out);
        hour.write(out);
        volume.write(out);
        samples.write(out);
        whereabouts.write(out);
    }

    static Story read(DataInput in) throws IOException {
        Story story = new Story(in.readInt(), in.readLong());
        story.lastMillis = in.readLong();
        story.weight = in.readDouble();
        story.posts = in.readInt();
        story.originals = in.readInt();
        story.repeats = in.readInt();
        story.takenBack = in.readInt();
        story.sources = in.readInt();
        story.version = in.readInt();
        story.toldPosts = in.readInt();
        story.freshPosts = in.readInt();
        story.level = Level.valueOf(in.readUTF());
        story.closed = in.readBoolean();
        story.toldMillis = in.readLong();
        story.known = new int[in.readUnsignedByte()];
        for (int i = 0; i < story.known.length; i++) {
            story.known[i] = in.readInt();
        }
        story.profile.read(in);
        story.fresh.read(in);
        story.crowd.read(in);
        story.hour.read(in);
        story.volume.read(in);
        story.samples.read(in);
        story.whereabouts.read(in);
        return story;
    }
}
