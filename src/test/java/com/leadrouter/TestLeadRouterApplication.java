package com.leadrouter;

import com.leadrouter.demo.DemoForm;
import com.leadrouter.demo.Website;
import com.leadrouter.postgres.Database;
import com.leadrouter.postgres.PostgresServer;
import com.leadrouter.standin.StandIns;
import java.net.URI;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ApplicationContext;

/**
 * The service with all that it needs: a real PostgreSQL, stand-ins for CAP Gateway and Kapture, and a web page with a
 * form, for a person to play with. Ctrl-C stops everything that this starts.
 */
public final class TestLeadRouterApplication {

    private static final int CAP_PORT = 8085;
    private static final int KAPTURE_PORT = 8086;
    private static final int DEMO_FORM_PORT = 8087;

    private TestLeadRouterApplication() {}

    public static void main(String[] arguments) {
        try {
            PostgresServer postgres = PostgresServer.embedded();
            // After the application: it still records what is on its way.
            SpringApplication.getShutdownHandlers().add(postgres::close);
            StandIns standIns = StandIns.start(CAP_PORT, KAPTURE_PORT);
            SpringApplication.getShutdownHandlers().add(standIns::close);
            Website website = new Website(DEMO_FORM_PORT);
            SpringApplication.getShutdownHandlers().add(website::close);
            Database database = postgres.createDatabase("lead_router");
            SpringApplication.Running service = SpringApplication.from(LeadRouterApplication::main)
                    .run(Replica.arguments(database, standIns, arguments));
            DemoForm.on(website, addressOf(service.getApplicationContext()), database);
            System.out.println(welcome(website, standIns, database));
        } catch (RuntimeException e) {
            System.err.println("Cannot start: " + e.getMessage());
            // What was started here would keep the JVM alive.
            System.exit(1);
        }
    }

    private static URI addressOf(ApplicationContext service) {
        return URI.create("http://localhost:" + service.getEnvironment().getRequiredProperty("local.server.port"));
    }

    private static String welcome(Website website, StandIns standIns, Database database) {
        return """

                Lead Router is ready. Book a test drive in your browser, as a person would:

                  %5$s

                or hand in a lead as a program would:

                  curl -i http://localhost:8080/api/v1/leads -H 'X-API-Key: demo-key' -H 'Content-Type: application/json' \\
                    -d '{"campaignId":"966c7488-bfa7-45b5-8510-d26ba3008879","enquiryType":"Test Drive","acquisitionChannel":"Website","contact":{"firstName":"Ada","lastName":"Lovelace","emailAddress":"ada@example.com","phoneNumber":"07700 900123"},"optInConsents":{"email":true},"vehicle":{"name":"Example Vehicle"}}'

                and see what became of it (the answer's Location):

                  curl -s http://localhost:8080/api/v1/leads/LEAD_ID -H 'X-API-Key: demo-key'

                Operators sign in at the console as ops, password demo-ops (or viewer, demo-viewer, who may only look):

                  http://localhost:8080/console

                or ask the API, whether Kapture really has it, say:

                  curl -s -u ops:demo-ops -X POST http://localhost:8080/api/v1/destinations/kapture/customers/pull
                  curl -s -u ops:demo-ops http://localhost:8080/api/v1/destinations/kapture/reconciliation

                Make CAP Gateway or Kapture fail, and watch it recover:

                  curl -X POST '%1$s/stand-in/faults?next=3&status=500'
                  curl -X POST '%2$s/stand-in/faults?next=1&store-then-reset'
                  curl -X POST '%1$s/stand-in/faults?always&status=401'
                  curl -X DELETE '%1$s/stand-in/faults'
                  curl %1$s/stand-in/help

                %3$s
                PostgreSQL   %4$s, user postgres
                Metrics      http://localhost:8081/actuator/prometheus

                Ctrl-C stops everything.
                """.formatted(
                        standIns.cap().baseUrl(),
                        standIns.kapture().baseUrl(),
                        standIns.addresses(),
                        database.url(),
                        website.origin());
    }
}
