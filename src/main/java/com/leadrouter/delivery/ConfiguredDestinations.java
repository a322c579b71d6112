package com.leadrouter.delivery;

import com.leadrouter.lead.DestinationName;
import com.leadrouter.lead.Lead;
import com.leadrouter.lead.Violation;
import com.leadrouter.platform.InvalidSetting;
import com.leadrouter.platform.Settings;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SequencedCollection;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/** Opens the destinations below {@code lead-router.destinations}, each through the courier type that it names. */
@Component
final class ConfiguredDestinations implements Destinations {

    private static final String PREFIX = "lead-router.destinations";

    private final DestinationStates states;
    private final Map<DestinationName, Destination> destinations = new LinkedHashMap<>();

    ConfiguredDestinations(Settings settings, List<CourierType> types, DestinationStates states) {
        this.states = states;
        Map<String, CourierType> typesByName =
                types.stream().collect(Collectors.toMap(CourierType::type, type -> type));
        settings.bindEach(PREFIX, DestinationSettings.class).forEach((key, configured) -> {
            DestinationName name = name(key);
            CourierType type = typesByName.get(configured.type());
            if (type == null) {
                throw new InvalidSetting(
                        PREFIX + "." + key + ".type",
                        "must be one of "
                                + String.join(
                                        ", ",
                                        typesByName.keySet().stream().sorted().toList()));
            }
            destinations.put(name, new Destination(name, type.type(), type.open(name), configured.delivery()));
        });
        InvalidSetting.check(!destinations.isEmpty(), PREFIX, "must name at least one destination");
    }

    private static DestinationName name(String key) {
        try {
            return new DestinationName(key);
        } catch (IllegalArgumentException e) {
            throw new InvalidSetting(PREFIX + "." + key, Objects.requireNonNull(e.getMessage()));
        }
    }

    SequencedCollection<Destination> all() {
        return List.copyOf(destinations.values());
    }

    Destination get(DestinationName name) {
        Destination destination = destinations.get(name);
        if (destination == null) {
            throw new IllegalArgumentException("no destination " + name);
        }
        return destination;
    }

    @Override
    public Set<DestinationName> names() {
        return Set.copyOf(destinations.keySet());
    }

    @Override
    public DeliveryStatus statusOfNew(DestinationName destination) {
        return states.stopOf(destination) == null ? DeliveryStatus.PENDING : DeliveryStatus.HELD;
    }

    @Override
    public Preview preview(DestinationName destination, Delivery delivery) {
        return get(destination).courier().preview(delivery);
    }

    @Override
    public List<Violation> preflight(Lead lead, Collection<DestinationName> to) {
        return to.stream()
                .flatMap(name -> get(name).courier().preflight(lead).stream())
                .distinct()
                .toList();
    }
}
