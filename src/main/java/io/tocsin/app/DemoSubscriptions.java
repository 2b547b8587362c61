package io.tocsin.app;

import io.tocsin.rule.Rule;
import io.tocsin.subscription.Subscription;
import io.tocsin.subscription.SubscriptionId;
import java.time.Instant;
import java.util.List;

/** What the demo asks of the posts: what an emergency desk would. */
final class DemoSubscriptions {
    private record Order(String name, String rule, String purpose) {}

    private static final List<Order> ORDERS = List.of(
            new Order(
                    "Evacuations",
                    "(evacuation OR evacuations OR evacuated OR evacuate OR evacuees OR \"evacuation order\") "
                            + "(#yycflood OR #abflood OR calgary OR alberta OR \"high river\")",
                    "Tell the relief desk which areas people must leave or may return to"),
            new Order(
                    "Roads and bridges",
                    "(road OR roads OR bridge OR bridges OR highway OR deerfoot OR \"trans canada\") "
                            + "(closed OR closure OR closures OR open OR collapsed OR washed)",
                    "Keep the route map of relief transports true"),
            new Order(
                    "Drinking water",
                    "\"boil water\" OR \"drinking water\" OR \"water advisory\" OR \"water supply\" OR \"water treatment\"",
                    "Warn clinics and shelters about unsafe water"),
            new Order(
                    "Power",
                    "(power OR electricity OR enmax) (out OR outage OR outages OR restored OR off OR back) -rangers",
                    "Know where generators are needed"),
            new Order(
                    "Offers of help",
                    "(volunteer OR volunteers OR volunteering OR donate OR donations OR shelter OR #yychelps) "
                            + "(#yycflood OR #abflood OR #yychelps OR calgary)",
                    "Match offers of help with requests"),
            new Order(
                    "High River",
                    "\"high river\" OR #highriver OR #highriverflood",
                    "Follow the town that was hit worst"));

    private DemoSubscriptions() {}

    static List<Subscription> all(Instant now) {
        return ORDERS.stream().map(order -> subscription(order, now)).toList();
    }

    private static Subscription subscription(Order order, Instant now) {
        SubscriptionId id = Ids.subscription();
        return new Subscription(
                id, order.name(), Rule.parse(id.rule(), order.rule()), order.purpose(), true, now, now, 1);
    }
}
