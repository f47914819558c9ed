package org.medsendx.ingest.service;

import jakarta.inject.Singleton;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import org.medsendx.ingest.archive.Aside;
import org.medsendx.ingest.archive.RunningArchive;
import org.medsendx.ingest.tasks.Acts;

/** The archive of the volume that is open, if there is one. */
@Singleton
final class OpenArchive implements RunningArchive {

    private final IngestService service;

    OpenArchive(IngestService service) {
        this.service = service;
    }

    @Override
    public OptionalLong waiting() {
        return service.volume().archive().stream()
                .mapToLong(one -> one.archive().waiting())
                .findFirst();
    }

    @Override
    public int asideCount() {
        return service.volume().archive().map(one -> one.book().asideCount()).orElse(0);
    }

    @Override
    public List<Aside> asides() {
        return service.volume().archive().map(one -> one.book().asides()).orElse(List.of());
    }

    @Override
    public Optional<Aside> aside(UUID objectId) {
        return service.volume().archive().flatMap(one -> one.book().aside(objectId));
    }

    @Override
    public Acts.Ended again(String code, Acts.By by) throws IOException {
        var archive = service.volume().archive();
        return archive.isEmpty() ? Acts.Ended.NOT_OPEN : archive.get().again().act(code, by);
    }
}
