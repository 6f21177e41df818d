package dev.backstory.viewer;

import dev.backstory.StoreUnavailableException;
import dev.backstory.store.StoryReader;
import dev.backstory.viewer.access.Access;
import dev.backstory.viewer.access.Refused;
import dev.backstory.viewer.access.Visitor;
import dev.backstory.viewer.story.Sentences;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The viewer's pages. Reads only; map it to {@code /*} or below a path of a host application. */
public final class ViewerServlet extends HttpServlet {

    private static final long serialVersionUID = 1L;
    private static final Logger LOG = LoggerFactory.getLogger(ViewerServlet.class);

    private final transient ViewerSetup setup;
    private final transient Pages pages = new Pages();
    private final transient ListRoutes lists;
    private final transient StoryRoutes stories;
    private final transient SessionRoutes sessions;
    private final transient AuditRoutes audit;
    private final transient Assets assets = new Assets();

    /** Answers to whom the guard admits, from that reader. */
    public ViewerServlet(StoryReader reader, HostGuard hosts) {
        this(ViewerSetup.of(reader).hosts(hosts));
    }

    /** The same, in a support team's own words. */
    public ViewerServlet(StoryReader reader, HostGuard hosts, Sentences sentences) {
        this(ViewerSetup.of(reader).hosts(hosts).sentences(sentences));
    }

    /** As it is set up. */
    public ViewerServlet(ViewerSetup setup) {
        this.setup = Objects.requireNonNull(setup, "setup");
        Stores stores = new Stores(setup.stores());
        this.lists = new ListRoutes(setup, stores, pages);
        this.stories = new StoryRoutes(setup, stores, pages);
        this.sessions = new SessionRoutes(setup, stores, pages);
        this.audit = new AuditRoutes(setup, pages);
    }

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
        Answer answer = new Answer(request, response);
        answer.secure();
        List<String> path = Asked.path(request);
        boolean reads = request.getMethod().equals("GET") || request.getMethod().equals("HEAD");
        if (!setup.hosts().admits(request.getHeader("Host"), request.getLocalPort())) {
            answer.text(
                    421,
                    "text/plain",
                    "This viewer does not answer to this name. Open it by the address that it printed when it started, or add the name"
                            + " to listen.hosts in its file.\n");
        } else if (!reads && !(request.getMethod().equals("POST") && StoryRoutes.isReveal(path))) {
            response.setHeader("Allow", "GET, HEAD");
            answer.text(405, "text/plain", "The viewer only reads.\n");
        } else if (!FetchGuard.admits(request, audit.isEmbeddable(path))) {
            answer.text(403, "text/plain", "This viewer does not answer to other sites' pages.\n");
        } else {
            admit(request, answer);
        }
    }

    private void admit(HttpServletRequest request, Answer answer) throws IOException {
        Visitor visitor;
        try {
            visitor = setup.access().admit(request);
        } catch (Refused e) {
            // Who it was is said by nobody but themselves, so it does not go into the log.
            LOG.info("Refused with {}: {}", e.status(), request.getRemoteAddr());
            answer.refused(e);
            return;
        }
        Asked asked = new Asked(request, visitor);
        Frame frame = new Frame(asked.links(), visitor, setup.access() != Access.LOCAL, List.of());
        try {
            route(asked, frame, answer);
        } catch (StoreUnavailableException e) {
            LOG.warn("The store does not answer: {}", e.getMessage());
            String explanation = "The database that holds the stories does not answer. Try again in a moment; "
                    + "if it stays away, ask whoever runs it.";
            answer.html(503, pages.problem(frame, "The store is away", explanation));
        }
    }

    private void route(Asked asked, Frame frame, Answer answer) throws IOException {
        List<String> path = asked.path();
        String first = path.isEmpty() ? "" : path.get(0);
        if (path.isEmpty()) {
            answer.redirect(asked.links().stories());
        } else if (first.equals("stories") && path.size() == 1) {
            lists.stories(asked, frame, answer);
        } else if (first.equals("stories")) {
            stories.answer(asked, frame, answer);
        } else if (first.equals("sessions") && path.size() == 1) {
            sessions.sessions(asked, frame, answer);
        } else if (first.equals("audit")) {
            audit.answer(asked, frame, answer);
        } else if (first.equals("go") && path.size() == 1) {
            lists.go(asked, frame, answer);
        } else {
            asset(path, frame, answer);
        }
    }

    private void asset(List<String> path, Frame frame, Answer answer) throws IOException {
        Assets.Asset asset = path.size() == 2 && path.get(0).equals("assets") ? assets.find(path.get(1)) : null;
        if (asset == null) {
            answer.html(404, pages.problem(frame, "Not found", "There is no such page."));
        } else {
            answer.asset(asset);
        }
    }
}
