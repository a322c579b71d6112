package com.leadrouter;

import static org.assertj.core.api.Assertions.assertThat;

import com.leadrouter.postgres.TestDatabases;
import com.leadrouter.standin.StandIns;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/** Every address that the service handles, found where Spring MVC finds it, so that a new one cannot be forgotten. */
class EveryDoorIT {

    private static final Set<RequestMethod> LOOKING =
            Set.of(RequestMethod.GET, RequestMethod.HEAD, RequestMethod.OPTIONS);

    /** What changes something and is not the operators': where leads come in, and what the container's errors are told by. */
    private static final Set<String> DOORS_OF_OTHERS =
            Set.of("POST /api/v1/leads", "POST /api/v1/leads/batch", "ANY /forms/{formKey}", "ANY /error");

    /** What anybody may look at. */
    private static final Set<String> FOR_ALL = Set.of(
            "GET /",
            "GET /console/login",
            "GET /console/login.css",
            "GET /forms/{formKey}/thanks",
            "OPTIONS /forms/{formKey}",
            "GET /v3/api-docs",
            "GET /v3/api-docs.yaml");

    /** Below it are the files of the console, which say nothing. */
    private static final String ASSETS = "/console/assets/";

    private static StandIns standIns;
    private static Replica replica;
    private static Surfer operator;
    private static Surfer viewer;

    /** One method at one address. */
    private record Door(String method, String path) {

        // A variable stands for something that there is not; what is refused is refused before anybody looks.
        String at() {
            return path.replaceAll("\\{[^}]*}", "nothing").replace("**", "nothing");
        }

        boolean isOfConsole() {
            return path.equals("/console") || path.startsWith("/console/");
        }

        @Override
        public String toString() {
            return method + " " + path;
        }
    }

    @BeforeAll
    static void start() {
        standIns = StandIns.start();
        replica = Replica.start(TestDatabases.create(), standIns, "--logging.level.com.leadrouter=warn");
        operator = Surfer.signedIn(replica, "ops");
        viewer = Surfer.signedIn(replica, "viewer");
    }

    @AfterAll
    static void stop() {
        replica.close();
        standIns.close();
    }

    @Test
    void theNamedOnesAreThere() {
        List<String> all = doors().map(Door::toString).toList();

        assertThat(all).containsAll(DOORS_OF_OTHERS).containsAll(FOR_ALL);
        assertThat(acting()).isNotEmpty();
    }

    @TestFactory
    Stream<DynamicTest> whatChangesSomethingRefusesTheViewer() {
        return each(acting(), door -> {
            assertThat(viewer.send(method(door), replica.url(door.at()), "X-CSRF-TOKEN", viewer.token())
                            .statusCode())
                    .isEqualTo(403);
            if (!door.isOfConsole()) {
                assertThat(new Surfer()
                                .send(method(door), replica.url(door.at()), "Authorization", basic("viewer"))
                                .statusCode())
                        .isEqualTo(403);
            }
        });
    }

    @TestFactory
    Stream<DynamicTest> whatChangesSomethingRefusesWhoIsNotSignedIn() {
        return each(
                acting(), door -> assertIsSentToSignIn(door, new Surfer().send(method(door), replica.url(door.at()))));
    }

    @TestFactory
    Stream<DynamicTest> whatChangesSomethingRefusesASessionWithoutItsToken() {
        return each(acting(), door -> {
            assertThat(operator.send(method(door), replica.url(door.at())).statusCode())
                    .isEqualTo(403);
            assertThat(operator.send(method(door), replica.url(door.at()), "X-CSRF-TOKEN", operator.token())
                            .statusCode())
                    .as("with its token")
                    .isNotIn(401, 403);
        });
    }

    @TestFactory
    Stream<DynamicTest> whatIsToBeSeenIsNotSeenByWhoIsNotSignedIn() {
        List<Door> seen = doors().filter(door -> !isActing(door))
                .filter(door ->
                        !FOR_ALL.contains(door.toString()) && !door.path().startsWith(ASSETS))
                .toList();
        assertThat(seen).isNotEmpty();
        return each(seen, door -> {
            assertIsSentToSignIn(door, new Surfer().send(method(door), replica.url(door.at())));
            // What leads to an action he may be refused still, by whoever shows it.
            HttpResponse<String> shown = viewer.send(method(door), replica.url(door.at()));
            assertThat(shown.statusCode()).as("by the viewer").isNotEqualTo(401);
            assertThat(shown.headers().firstValue("Location").orElse("")).doesNotContain("/console/login");
        });
    }

    private static void assertIsSentToSignIn(Door door, HttpResponse<String> answer) {
        if (door.isOfConsole()) {
            assertThat(answer.statusCode()).isIn(302, 303);
            assertThat(answer.headers().firstValue("Location").orElseThrow()).startsWith("/console/login");
        } else {
            assertThat(answer.statusCode()).isEqualTo(401);
        }
    }

    private static Stream<DynamicTest> each(List<Door> doors, Consumer<Door> test) {
        return doors.stream().map(door -> DynamicTest.dynamicTest(door.toString(), () -> test.accept(door)));
    }

    private static List<Door> acting() {
        return doors().filter(EveryDoorIT::isActing)
                .filter(Predicate.not(door -> DOORS_OF_OTHERS.contains(door.toString())))
                .toList();
    }

    private static boolean isActing(Door door) {
        return LOOKING.stream().noneMatch(looking -> looking.name().equals(door.method()));
    }

    // One that takes any method is tried with one that changes something.
    private static String method(Door door) {
        return door.method().equals("ANY") ? "POST" : door.method();
    }

    private static Stream<Door> doors() {
        return replica.bean(RequestMappingHandlerMapping.class).getHandlerMethods().entrySet().stream()
                .filter(entry -> entry.getValue().getBeanType().getName().startsWith("com.leadrouter."))
                .flatMap(entry -> doors(entry.getKey()))
                .sorted(Comparator.comparing(Door::toString));
    }

    private static Stream<Door> doors(RequestMappingInfo mapping) {
        Set<RequestMethod> methods = mapping.getMethodsCondition().getMethods();
        Function<String, Stream<Door>> each = path -> methods.isEmpty()
                ? Stream.of(new Door("ANY", path))
                : methods.stream().map(method -> new Door(method.name(), path));
        return mapping.getPatternValues().stream().flatMap(each);
    }

    private static String basic(String name) {
        return "Basic " + Base64.getEncoder().encodeToString((name + ":demo-" + name).getBytes(StandardCharsets.UTF_8));
    }
}
