package com.leadrouter;

import com.leadrouter.postgres.Database;
import com.leadrouter.standin.StandIns;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.springframework.boot.Banner;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/** One running Lead Router in this JVM, on free ports; several on one database are replicas. */
public final class Replica implements AutoCloseable {

    private static final String PULL_EVERY = "--lead-router.destinations.kapture.pull.every=";

    private final ConfigurableApplicationContext context;

    private Replica(ConfigurableApplicationContext context) {
        this.context = context;
    }

    /** Starts one with the demo's configuration; further arguments are {@code --key=value}. */
    public static Replica start(Database database, StandIns standIns, String... further) {
        return startWith(LeadRouterApplication.class, database, standIns, further);
    }

    /** Starts one with beans of the test's own: {@code beans} is a class with {@code @Bean} methods and no annotation. */
    public static Replica startWith(Class<?> beans, Database database, StandIns standIns, String... further) {
        List<String> arguments = new ArrayList<>(List.of("--server.port=0", "--management.server.port=0"));
        if (Stream.of(further).noneMatch(argument -> argument.startsWith(PULL_EVERY))) {
            // A test that pulls says when; the others count what arrives at Kapture.
            arguments.add(PULL_EVERY + "0");
        }
        arguments.addAll(List.of(further));
        return new Replica(new SpringApplicationBuilder(LeadRouterApplication.class)
                .sources(beans)
                .bannerMode(Banner.Mode.OFF)
                .registerShutdownHook(false)
                .run(arguments(database, standIns, arguments.toArray(String[]::new))));
    }

    /** Starts one with nothing but the smallest configuration that is one: a source and CAP. */
    public static Replica startBare(Database database, StandIns standIns) {
        return new Replica(new SpringApplicationBuilder(LeadRouterApplication.class)
                .bannerMode(Banner.Mode.OFF)
                .registerShutdownHook(false)
                .run(
                        "--server.port=0",
                        "--management.server.port=0",
                        "--spring.datasource.url=" + database.url(),
                        "--spring.datasource.username=" + database.username(),
                        "--spring.datasource.password=" + database.password(),
                        "--logging.level.com.leadrouter=info",
                        "--lead-router.sources.web.api-keys=web-key",
                        "--lead-router.destinations.cap.type=cap",
                        "--lead-router.destinations.cap.base-url="
                                + standIns.cap().baseUrl(),
                        "--lead-router.destinations.cap.api-key="
                                + standIns.cap().apiKey()));
    }

    /** What tells an application where its surroundings are. */
    static String[] arguments(Database database, StandIns standIns, String... further) {
        List<String> arguments = new ArrayList<>(List.of(
                "--spring.profiles.active=demo",
                "--spring.datasource.url=" + database.url(),
                "--spring.datasource.username=" + database.username(),
                "--spring.datasource.password=" + database.password(),
                "--stand-in.cap.url=" + standIns.cap().baseUrl(),
                "--stand-in.cap.key=" + standIns.cap().apiKey(),
                "--stand-in.kapture.url=" + standIns.kapture().baseUrl(),
                "--stand-in.kapture.key=" + standIns.kapture().authKey()));
        arguments.addAll(List.of(further));
        return arguments.toArray(String[]::new);
    }

    public URI url(String path) {
        return URI.create("http://127.0.0.1:" + port("local.server.port") + path);
    }

    public URI managementUrl(String path) {
        return URI.create("http://127.0.0.1:" + port("local.management.port") + path);
    }

    private int port(String key) {
        return context.getEnvironment().getRequiredProperty(key, Integer.class);
    }

    public <T> T bean(Class<T> type) {
        return context.getBean(type);
    }

    @Override
    public void close() {
        context.close();
    }
}
