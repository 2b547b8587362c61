package io.tocsin.wire;

import io.tocsin.post.Receipt;
import java.util.List;
import java.util.Map;

/** What ingest answers. */
public final class IngestJson {
    private IngestJson() {}

    /** A post that was refused: its line (NDJSON) or place in the array, from 1, and why. */
    public record Refusal(long line, String reason) {}

    /** How many posts ended how; of the refused, the first few by name. */
    public record Counts(long accepted, long duplicate, long deletedBefore, long refused, List<Refusal> errors) {}

    public static byte[] encode(Counts counts) {
        return Json.bytes(json -> Json.MAPPER.writeValue(json, counts));
    }

    /** The counts as further members of a problem. */
    public static Problem with(Problem problem, Counts counts) {
        return problem.with("accepted", counts.accepted())
                .with("duplicate", counts.duplicate())
                .with("deletedBefore", counts.deletedBefore())
                .with("refused", counts.refused())
                .with("errors", counts.errors());
    }

    /** What became of a single event. */
    public static byte[] encode(Receipt receipt) {
        return Json.bytes(json -> Json.MAPPER.writeValue(json, Map.of("receipt", Words.of(receipt))));
    }
}
