package com.leadrouter.platform;

import static org.springframework.util.SystemPropertyUtils.ESCAPE_CHARACTER;
import static org.springframework.util.SystemPropertyUtils.PLACEHOLDER_PREFIX;
import static org.springframework.util.SystemPropertyUtils.PLACEHOLDER_SUFFIX;
import static org.springframework.util.SystemPropertyUtils.VALUE_SEPARATOR;

import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.AbstractBindHandler;
import org.springframework.boot.context.properties.bind.BindContext;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.BindHandler;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.DataObjectPropertyName;
import org.springframework.boot.context.properties.bind.PropertySourcesPlaceholdersResolver;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.context.properties.source.IterableConfigurationPropertySource;
import org.springframework.boot.context.properties.source.UnboundElementsSourceFilter;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.stereotype.Component;
import org.springframework.util.PlaceholderResolutionException;
import org.springframework.util.PropertyPlaceholderHelper;

/**
 * Reads the configuration below {@code lead-router} into settings records, which check themselves; several records may
 * read parts of one prefix. What is wrong, and afterwards each key that no record has read, is refused as
 * {@link InvalidSetting} with its full key.
 */
@Component
public final class Settings {

    private static final ConfigurationPropertyName OURS = ConfigurationPropertyName.of("lead-router");

    // What Boot says where a library's own properties do not take a value; the key is theirs and in no field.
    private static final String REFUSED_BY_SETTER = "Unable to set value for property ";

    private final ConfigurableEnvironment environment;
    private final Set<ConfigurationPropertyName> read = new HashSet<>();

    private final BindHandler remembering = new AbstractBindHandler() {
        @Override
        public Object onSuccess(
                ConfigurationPropertyName name, Bindable<?> target, BindContext context, Object result) {
            read.add(name);
            return result;
        }
    };

    public Settings(ConfigurableEnvironment environment) {
        this.environment = environment;
    }

    /** The record below the prefix; one of only defaults where nothing is set there. */
    public <T> T bind(String prefix, Class<T> record) {
        return bind(prefix, Bindable.of(record));
    }

    /** One record for each name below the prefix, also where all that is set below the name is others' to read. */
    public <T> Map<String, T> bindEach(String prefix, Class<T> record) {
        Map<String, T> each = new TreeMap<>();
        for (String name : namesBelow(prefix)) {
            each.put(name, bind(prefix + "." + name, record));
        }
        return each;
    }

    // An environment variable knows no hyphens: WEBSITEUK and website-uk are one name, and the latter is how it is
    // written.
    private Collection<String> namesBelow(String prefix) {
        Map<String, String> names = new TreeMap<>();
        for (String name : namesAsWritten(prefix)) {
            if (!ConfigurationPropertyName.isValid(name)) {
                throw new InvalidSetting(prefix + "." + name, "names have lower-case letters, digits and hyphens only");
            }
            names.merge(name.replace("-", ""), name, (one, other) -> one.length() > other.length() ? one : other);
        }
        return names.values();
    }

    private Set<String> namesAsWritten(String prefix) {
        try {
            return binder().bind(prefix, Bindable.mapOf(String.class, Object.class))
                    .map(Map::keySet)
                    .orElse(Set.of());
        } catch (BindException e) {
            throw refusal(e);
        }
    }

    private synchronized <T> T bind(String prefix, Bindable<T> target) {
        try {
            return binder().bindOrCreate(prefix, target, remembering);
        } catch (BindException e) {
            throw refusal(e);
        }
    }

    // Boot's own binder leaves a placeholder that has no value as it is: ${CAP_API_KEY} would be sent as the key.
    private Binder binder() {
        PropertyPlaceholderHelper strict = new PropertyPlaceholderHelper(
                PLACEHOLDER_PREFIX, PLACEHOLDER_SUFFIX, VALUE_SEPARATOR, ESCAPE_CHARACTER, false);
        return new Binder(
                ConfigurationPropertySources.get(environment),
                new PropertySourcesPlaceholdersResolver(environment.getPropertySources(), strict));
    }

    /** Refuses the first key below {@code lead-router} that no record has read. */
    synchronized void refuseUnknownKeys() {
        UnboundElementsSourceFilter filter = new UnboundElementsSourceFilter();
        for (ConfigurationPropertySource source : ConfigurationPropertySources.get(environment)) {
            if (filter.apply(source) && source instanceof IterableConfigurationPropertySource iterable) {
                iterable.stream()
                        .filter(OURS::isAncestorOf)
                        .filter(name -> !read.contains(name))
                        .filter(name -> !isPartOfAnEarlierSource(name))
                        .findFirst()
                        .ifPresent(unknown -> {
                            throw new InvalidSetting(unknown.toString(), "there is no such key");
                        });
            }
        }
    }

    // A list that another source replaces with a shorter one leaves elements that nothing reads.
    private boolean isPartOfAnEarlierSource(ConfigurationPropertyName name) {
        return name.isLastElementIndexed() && read.contains(name.getParent());
    }

    static InvalidSetting refusal(BindException failure) {
        String prefix = failure.getName().toString();
        InvalidSetting ours = find(failure, InvalidSetting.class);
        if (ours != null) {
            return ours.below(prefix);
        }
        PlaceholderResolutionException placeholder = find(failure, PlaceholderResolutionException.class);
        if (placeholder != null) {
            return new InvalidSetting(prefix, "placeholder " + placeholder.getPlaceholder() + " has no value");
        }
        IllegalStateException unset = find(failure, IllegalStateException.class);
        if (unset != null && String.valueOf(unset.getMessage()).startsWith(REFUSED_BY_SETTER)) {
            String property = String.valueOf(unset.getMessage()).substring(REFUSED_BY_SETTER.length());
            return new InvalidSetting(prefix + "." + DataObjectPropertyName.toDashedForm(property), "is out of range");
        }
        Class<?> type = failure.getTarget().getType().resolve(Object.class);
        return new InvalidSetting(prefix, "must be " + describe(type));
    }

    private static String describe(Class<?> type) {
        if (type.isEnum()) {
            return Arrays.stream(type.getEnumConstants())
                    .map(constant ->
                            constant.toString().toLowerCase(Locale.ROOT).replace('_', '-'))
                    .collect(Collectors.joining(", ", "one of ", ""));
        }
        return "readable as " + type.getSimpleName();
    }

    private static <T> @Nullable T find(Throwable failure, Class<T> type) {
        return Stream.iterate(failure, cause -> cause != null, Throwable::getCause)
                .filter(type::isInstance)
                .map(type::cast)
                .findFirst()
                .orElse(null);
    }
}
