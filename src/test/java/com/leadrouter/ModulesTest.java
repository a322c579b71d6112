package com.leadrouter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.springframework.modulith.core.ApplicationModule;
import org.springframework.modulith.core.ApplicationModules;
import org.springframework.modulith.core.Violations;

/** The arrows of the house: each points to something more stable. */
class ModulesTest {

    private static final Map<String, List<String>> ARROWS = Map.ofEntries(
            Map.entry("lead", List.of("platform")),
            Map.entry("routing", List.of("lead", "platform")),
            Map.entry("delivery", List.of("lead", "platform")),
            Map.entry("cap", List.of("lead", "delivery", "platform")),
            Map.entry("kapture", List.of("lead", "delivery", "platform")),
            Map.entry("intake", List.of("lead", "routing", "delivery", "platform")),
            Map.entry("operations", List.of("lead", "delivery", "routing", "kapture", "platform")),
            Map.entry("console", List.of("operations", "routing", "lead", "delivery", "kapture", "platform")),
            Map.entry("openapi", List.of()),
            Map.entry("signin", List.of("platform")),
            Map.entry("platform", List.of()));

    @Test
    void codeKeepsToTheArrows() {
        ApplicationModules.of(LeadRouterApplication.class).verify();
    }

    @Test
    void theArrowsAreTheseAndNoOthers() {
        Map<String, List<String>> declared = ApplicationModules.of(LeadRouterApplication.class).stream()
                .collect(Collectors.toMap(module -> module.getIdentifier().toString(), ModulesTest::allowed));
        assertThat(declared).containsExactlyInAnyOrderEntriesOf(ARROWS);
    }

    @Test
    void anArrowThatIsTurnedRoundIsFound() {
        assertThatThrownBy(() -> ApplicationModules.of(
                                "com.leadrouter.planted", ImportOption.Predefined.ONLY_INCLUDE_TESTS)
                        .verify())
                .isInstanceOf(Violations.class)
                .hasMessageContaining("stable")
                .hasMessageContaining("changing");
    }

    private static List<String> allowed(ApplicationModule module) {
        return List.of(module.getBasePackage()
                .findAnnotation(org.springframework.modulith.ApplicationModule.class)
                .orElseThrow()
                .allowedDependencies());
    }
}
