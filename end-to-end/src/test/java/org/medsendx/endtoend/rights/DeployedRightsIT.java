package org.medsendx.endtoend.rights;

import java.nio.file.Path;

/** Rights on the truck's broker as its pod starts it. */
class DeployedRightsIT extends RightsOfUsers {

    @Override
    BrokerInTest start(Path folder) throws Exception {
        return BrokerInTest.deployed(folder);
    }
}
