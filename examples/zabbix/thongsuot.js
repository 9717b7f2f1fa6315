// Media type "Thông Suốt" for Zabbix 6.0: tells a node of a problem, its recovery and its updates.
// Parameters: url, token, zone and the macros named in docs/guides/zabbix.md. Duktape runs it: ES5 only.
// thongsuot.yaml, which Zabbix imports, holds this very text; a test compares the two.

function asTime(date, time, zone) {
    // {EVENT.DATE} is 2027.02.01 and {EVENT.TIME} is 07:50:00, both without a zone.
    if (!/^\d{4}\.\d{2}\.\d{2}$/.test(date) || !/^\d{2}:\d{2}:\d{2}$/.test(time)) {
        throw 'no date and time: "' + date + '" "' + time + '"; is this a trigger action?';
    }
    if (!/^(Z|[+-]\d{2}:\d{2})$/.test(zone)) {
        throw 'the parameter zone must be the zone of the Zabbix server, as +07:00';
    }
    return date.replace(/\./g, '-') + 'T' + time + zone;
}

// Whether this update says that a person acknowledged a problem that is not over. What the node itself says there begins
// with its name; what a person writes there stays there.
function isAcknowledged(params) {
    return params.update_status === '1'
        && params.recovery_value !== '0'
        && /(^|[ ,])acknowledged/.test(params.update_action)
        && params.update_message.indexOf('Thông Suốt: ') !== 0;
}

function momentOf(params) {
    if (isAcknowledged(params)) {
        return asTime(params.update_date, params.update_time, params.zone);
    }
    return params.event_value === '0'
        ? asTime(params.recovery_date, params.recovery_time, params.zone)
        : asTime(params.event_date, params.event_time, params.zone);
}

function eventOf(params) {
    return {
        event_id: params.event_id,
        value: params.event_value,
        update: params.update_status,
        acknowledged: isAcknowledged(params) ? '1' : '0',
        host: params.host,
        trigger_id: params.trigger_id,
        trigger: params.trigger,
        at: momentOf(params)
    };
}

function send(params) {
    var request = new HttpRequest();
    request.addHeader('Content-Type: application/json');
    request.addHeader('Authorization: Bearer ' + params.token);
    var answer = request.post(params.url, JSON.stringify(eventOf(params)));
    var status = request.getStatus();
    // 409 says that the event stands on record with other content: sending it again would change nothing.
    if (status === 409) {
        Zabbix.log(3, 'Thông Suốt: event ' + params.event_id + ' is on record already with other content');
        return 'on record';
    }
    if (status < 200 || status > 299) {
        throw 'Thông Suốt answered ' + status + ': ' + String(answer).slice(0, 500);
    }
    return JSON.parse(answer).results[0].outcome;
}

return send(JSON.parse(value));
