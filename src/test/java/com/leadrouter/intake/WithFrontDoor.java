package com.leadrouter.intake;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;

/** The test has the front door open, over real HTTP, as {@link IntakeSlice} has it. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@SpringBootTest(
        classes = IntakeSlice.class,
        webEnvironment = WebEnvironment.RANDOM_PORT,
        properties = {
            "management.server.port=-1",
            "management.endpoint.health.validate-group-membership=false",
            "lead-router.sources.website-uk.api-keys=key-uk",
            "lead-router.sources.website-uk.region=GB",
            "lead-router.sources.website-uk.rate-limit=0",
            "lead-router.sources.website-in.api-keys=key-in",
            "lead-router.sources.website-slow.api-keys=key-slow",
            "lead-router.sources.website-slow.rate-limit=1",
            "lead-router.routes[0].name=india",
            "lead-router.routes[0].when.source=website-in",
            "lead-router.routes[0].when.country=IN",
            "lead-router.routes[0].to=kapture",
            "lead-router.routes[1].name=uk",
            "lead-router.routes[1].when.source=website-uk",
            "lead-router.routes[1].to=cap,kapture"
        })
@interface WithFrontDoor {}
