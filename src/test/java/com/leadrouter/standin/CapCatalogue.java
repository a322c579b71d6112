package com.leadrouter.standin;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The campaigns, acquisition channels and vehicles that CAP knows, and its setup errors (CAP contract, section 7). */
final class CapCatalogue {

    private static final String SUPPORT = " Contact support if this is not expected.";

    private final Map<String, Campaign> campaigns = new ConcurrentHashMap<>();
    private volatile Set<String> channels = Set.of();
    private volatile Set<String> vehicles = Set.of();

    void campaign(String id, Campaign campaign) {
        campaigns.put(id.toLowerCase(Locale.ROOT), campaign);
    }

    Campaign campaign(String id) {
        return campaigns.getOrDefault(id.toLowerCase(Locale.ROOT), Campaign.active());
    }

    void channels(Set<String> only) {
        channels = Set.copyOf(only);
    }

    void vehicles(Set<String> only) {
        vehicles = Set.copyOf(only);
    }

    void forget() {
        campaigns.clear();
        channels = Set.of();
        vehicles = Set.of();
    }

    Optional<Answer> refusal(String campaignId, String channel, String vehicle) {
        if (campaignId.isEmpty()) {
            return refused("The campaign ID is invalid or missing.");
        }
        return switch (campaign(campaignId).state()) {
            case UNKNOWN -> refused("Campaign not found for the given campaign ID.");
            case NOT_STARTED -> refused("The campaign has not started, leads are not yet accepted." + SUPPORT);
            case ENDED -> Optional.of(Answer.example("cap-response-400-setup-campaign-ended.json"));
            case INACTIVE -> refused("The campaign is not currently active." + SUPPORT);
            case ACTIVE -> {
                if (!vehicles.isEmpty() && !vehicles.contains(vehicle)) {
                    yield Optional.of(Answer.example("cap-response-400-setup-object.json"));
                }
                yield channels.isEmpty() || channels.contains(channel)
                        ? Optional.empty()
                        : refused("The acquisition channel is invalid. Verify the value.");
            }
        };
    }

    private static Optional<Answer> refused(String text) {
        var body = Json.object();
        body.putArray("errors").add(text);
        return Optional.of(Answer.json(400, body));
    }
}
