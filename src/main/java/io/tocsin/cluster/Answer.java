package io.tocsin.cluster;

import io.tocsin.feed.Appended;
import io.tocsin.feed.FencedException;
import io.tocsin.wire.AppendBytes;
import io.tocsin.wire.MalformedException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;

/**
 * What a member says that was asked to append: a byte for how it ended, then the results or, as text, why there are
 * none.
 */
final class Answer {
    private static final byte DONE = 0;
    private static final byte LATER = 1;
    private static final byte FAILED = 2;

    private Answer() {}

    static byte[] done(List<Appended> results) {
        return of(DONE, AppendBytes.encodeResults(results));
    }

    /** Nothing was done; another member, or this one in a while, may do it. */
    static byte[] later(String why) {
        return of(LATER, why);
    }

    static byte[] failed(Throwable why) {
        boolean passes = why instanceof RejectedExecutionException || why instanceof FencedException;
        return of(passes ? LATER : FAILED, why.toString());
    }

    private static byte[] of(byte end, String why) {
        return of(end, why.getBytes(StandardCharsets.UTF_8));
    }

    private static byte[] of(byte end, byte[] content) {
        byte[] answer = new byte[1 + content.length];
        answer[0] = end;
        System.arraycopy(content, 0, answer, 1, content.length);
        return answer;
    }

    /** Throws {@link AskedException} if the member did not do it now, {@link IllegalStateException} if it could not. */
    static List<Appended> results(byte[] answer) {
        byte[] content = new byte[Math.max(0, answer.length - 1)];
        System.arraycopy(answer, Math.min(1, answer.length), content, 0, content.length);
        byte end = answer.length == 0 ? -1 : answer[0];
        return switch (end) {
            case DONE -> AppendBytes.decodeResults(content);
            case LATER -> throw new AskedException("another member: " + new String(content, StandardCharsets.UTF_8));
            case FAILED ->
                throw new IllegalStateException("another member: " + new String(content, StandardCharsets.UTF_8));
            default -> throw new MalformedException("a member's answer", String.valueOf(end), "0 to 2");
        };
    }
}
