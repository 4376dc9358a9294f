# ruff: noqa: E501 -- prose, one entry a line
"""What can go wrong in a component, and what helps: the content behind the error codes of manuals and tickets."""

from __future__ import annotations

# component -> (meaning, remedy): the meaning finishes "the code means that ...", the remedy is a command
FAULTS: dict[str, tuple[tuple[str, str], ...]] = {
    "ingest queue": (("readings arrive faster than they are written", "add a writer or lower the sampling rate"), ("a reading was older than the queue accepts", "set the clock of the probe and send again"), ("the queue file could not be locked", "stop the second collector on the same host")),
    "rule engine": (("a rule refers to a sensor that was removed", "edit the rule or restore the sensor"), ("two rules trigger each other", "break the circle by a delay on one of them"), ("a threshold has no unit", "choose degrees or percent in the rule")),
    "radio driver": (("the antenna is short-circuited", "unplug the antenna cable and look for a crushed plug"), ("the channel is taken by another gateway", "move to a free channel in the radio menu"), ("the radio got no answer to three requests", "bring the probe closer and wake it with the magnet")),
    "token cache": (("a session token ran out in the middle of a request", "sign in again"), ("the token was issued for another tenant", "check the tenant in the address"), ("the cache holds more tokens than allowed", "raise the limit or shorten their life")),
    "report builder": (("a report covers a period without data", "choose another period"), ("the template of the report is from an older release", "open and save the template once"), ("the page limit of the report was passed", "split the report by site")),
    "export job": (("the target folder refused the file", "check the rights of the export account"), ("a column of the export is unknown", "remove the column or update the export profile"), ("the export was stopped by its time limit", "export one month at a time")),
    "device registry": (("a serial number is registered twice", "retire the older entry"), ("a device reports a type that its licence does not cover", "change the licence or the device type"), ("the registry is read only during a migration", "wait for the end of the migration")),
    "map tiles": (("the map tiles are out of date", "load the tile package again"), ("a site has no coordinates", "place the site on the map"), ("the tile store is full", "delete the tiles of closed sites")),
    "calibration table": (("the calibration of a probe has expired", "send the probe to calibration and enter the new date"), ("a calibration point lies outside the range", "repeat the ice bath measurement"), ("the table was signed with a retired key", "sign the table again")),
    "mail relay": (("the mail server refused the sender", "enter the relay account in the mail settings"), ("an alert mail has no recipient", "name a recipient in the alert group"), ("too many alert mails waited in the queue", "join repeated alerts into one message")),
    "audit log": (("the audit log cannot be written", "free space on the log volume"), ("an entry of the audit log has a broken signature", "keep the file and call the owning team"), ("the time in the audit log ran backwards", "repair the time service before anything else")),
    "search index": (("the search index lags behind the data", "start a partial rebuild"), ("a query used a field that is not indexed", "add the field to the index profile"), ("the index was built by a newer release", "update this node or rebuild the index")),
    "battery monitor": (("the battery of a probe is below its limit", "change the battery within two days"), ("the battery reports an impossible voltage", "clean the contacts and reseat the battery"), ("the charger of a gateway is missing", "plug in the charger or switch the warning off")),
    "time sync": (("the clock differs from the time server by more than a minute", "allow the time protocol through the firewall"), ("no time server answers", "enter a second time server"), ("the time zone of a site is not set", "choose the zone in the site settings")),
    "invoice renderer": (("a line of the invoice has no price", "add the product to the price list"), ("the invoice number was used before", "raise the number range"), ("the tax key is not valid at the day of the invoice", "choose the key that is valid on that day")),
    "permission check": (("the role lacks the right for this page", "ask an administrator of the tenant"), ("a group contains itself", "remove the inner group"), ("a shared link has expired", "create a new link")),
}  # fmt: skip
