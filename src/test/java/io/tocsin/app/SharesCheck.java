package io.tocsin.app;

import com.fasterxml.jackson.databind.JsonNode;

/** All members are together again, and each has its share of what one member alone does. */
final class SharesCheck implements Check {
    private final Cluster cluster;

    SharesCheck(Drill drill) {
        this.cluster = drill.cluster();
    }

    @Override
    public void verify(Written written) {
        for (int member = 0; member < cluster.size(); member++) {
            Client client = cluster.client(member);
            Cluster.until("each member owns something, as member " + member + " sees it", () -> shared(client));
        }
    }

    private boolean shared(Client client) {
        JsonNode members = client.get("/v1/cluster").json().get("members");
        int owners = 0;
        for (JsonNode member : members) {
            owners += member.get("owns").asInt() > 0 ? 1 : 0;
        }
        return owners == cluster.size();
    }
}
