package com.leadrouter.standin;

import java.util.Set;

/**
 * Plays CAP Gateway: checks every submission strictly against the contract, and remembers it by its external reference
 * ({@code calls().of(leadId)}).
 */
public final class CapStandIn extends StandIn {

    private final CapSettings settings;
    private final CapCatalogue catalogue;

    public CapStandIn() {
        this(CapSettings.defaults());
    }

    public CapStandIn(int port) {
        this(CapSettings.defaults().withPort(port));
    }

    public CapStandIn(CapSettings settings) {
        this(settings, new CapPartner(settings));
    }

    private CapStandIn(CapSettings settings, CapPartner partner) {
        super(settings.port(), partner);
        this.settings = settings;
        this.catalogue = partner.catalogue();
    }

    public String apiKey() {
        return settings.apiKey();
    }

    /** Tells CAP of a campaign; one that it was not told of is active and asks for nothing. */
    public void campaign(String id, Campaign campaign) {
        catalogue.campaign(id, campaign);
    }

    /** From now on only these; none means any. */
    public void acquisitionChannels(String... only) {
        catalogue.channels(Set.of(only));
    }

    /** From now on only these; none means any. */
    public void vehicles(String... only) {
        catalogue.vehicles(Set.of(only));
    }

    /** Requests seen for this lead, disturbed ones included. */
    public int requests(String leadId) {
        return calls().of(leadId).size();
    }

    /** How often this lead was taken in: more than once is a duplicate. */
    public int accepted(String leadId) {
        return (int) calls().of(leadId).stream().filter(Call::accepted).count();
    }

    @Override
    public void reset() {
        super.reset();
        catalogue.forget();
    }
}
