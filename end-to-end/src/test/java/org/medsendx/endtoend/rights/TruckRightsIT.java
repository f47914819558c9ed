package org.medsendx.endtoend.rights;

import java.nio.file.Path;
import org.medsendx.contracts.catalogue.Broker;

/** Rights on the truck's broker as the local stack starts it. */
class TruckRightsIT extends RightsOfUsers {

    @Override
    BrokerInTest start(Path folder) throws Exception {
        return BrokerInTest.local(Broker.TRUCK, folder);
    }
}
