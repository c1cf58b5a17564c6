#!/usr/bin/python3
"""Puts users, endpoints and sample data into the cloud; safe to run again.

seed.py identity   users, roles, services, endpoints (needs keystone only)
seed.py all        flavors, images, networks, and the client files
seed.py unforce    lifts 'forced down' from the compute hosts
"""
import json
import os
import sys
import time

from keystoneauth1 import session
from keystoneauth1.identity import v3

BASE = os.environ['REAL_NOVA_DIR']
PW = 'secret'
URL = 'http://127.0.0.1:'
KEYSTONE = URL + '5000/v3'
SERVICES = {   # name: (type, url)
    'nova': ('compute', URL + '8774/v2.1'),
    'nova_legacy': ('compute_legacy', URL + '8774/v2/$(project_id)s'),
    'glance': ('image', URL + '9292'),
    'placement': ('placement', URL + '8778'),
    'neutron': ('network', URL + '9696'),
    'cinderv3': ('volumev3', URL + '8776/v3/$(project_id)s'),
    'cinder': ('block-storage', URL + '8776/v3/$(project_id)s'),
}
FLAVORS = [('1', 'm1.tiny', 512, 1, 1), ('2', 'm1.small', 2048, 20, 1),
           ('3', 'm1.medium', 4096, 40, 2), ('4', 'm1.large', 8192, 80, 4),
           ('5', 'm1.xlarge', 16384, 160, 8)]


class Rest:
    def __init__(self, project):
        auth = v3.Password(KEYSTONE, username='admin', password=PW,
                           project_name=project, user_domain_id='default',
                           project_domain_id='default')
        self.s = session.Session(auth)

    def __call__(self, method, url, body=None, ok404=False, **kw):
        if body is not None:
            kw['json'] = body
        r = self.s.request(url, method, raise_exc=False, **kw)
        if r.status_code >= 400 and not (ok404 and r.status_code == 404):
            raise SystemExit('%s %s: %s %s' % (method, url, r.status_code,
                                               r.text[:500]))
        try:
            return r.json()
        except ValueError:
            return None

    def ensure(self, url, one, many, name, body, query=None):
        """The object called name, made from body if there is none."""
        got = self('GET', url, params=query or {'name': name})[many]
        got = [o for o in got if o.get('name') == name]
        return got[0] if got else self(
            'POST', url, {one: dict(body, name=name)})[one]


def identity():
    k = Rest('admin')
    dom = {'domain_id': 'default'}
    proj = {p: k.ensure(KEYSTONE + '/projects', 'project', 'projects', p, dom)
            for p in ('service', 'demo', 'admin')}
    role = {r: k.ensure(KEYSTONE + '/roles', 'role', 'roles', r, {})
            for r in ('admin', 'member', 'reader', 'service')}

    def user(name, project, *roles):
        u = k.ensure(KEYSTONE + '/users', 'user', 'users', name,
                     {'domain_id': 'default', 'password': PW,
                      'default_project_id': proj[project]['id']})
        for r in roles:
            k('PUT', '%s/projects/%s/users/%s/roles/%s' % (
                KEYSTONE, proj[project]['id'], u['id'], role[r]['id']))
    for n in ('nova', 'glance', 'placement', 'neutron', 'cinder'):
        user(n, 'service', 'admin', 'service')
    user('demo', 'demo', 'member')
    user('admin', 'demo', 'admin', 'member')
    for name, (kind, url) in SERVICES.items():
        s = k.ensure(KEYSTONE + '/services', 'service', 'services', name,
                     {'type': kind}, {'type': kind})
        have = {e['interface'] for e in k(
            'GET', KEYSTONE + '/endpoints',
            params={'service_id': s['id']})['endpoints']}
        for i in ('public', 'internal', 'admin'):
            if i not in have:
                k('POST', KEYSTONE + '/endpoints', {'endpoint': {
                    'interface': i, 'service_id': s['id'], 'url': url,
                    'region_id': 'RegionOne'}})


def data():
    k = Rest('demo')
    pid = k.s.get_project_id()
    nova = URL + '8774/v2.1'
    have = {f['id'] for f in k('GET', nova + '/flavors')['flavors']}
    for fid, name, ram, disk, vcpus in FLAVORS:
        if fid not in have:
            k('POST', nova + '/flavors', {'flavor': {
                'id': fid, 'name': name, 'ram': ram, 'disk': disk,
                'vcpus': vcpus, 'OS-FLV-EXT-DATA:ephemeral': 0,
                'os-flavor-access:is_public': True}})

    def image(name):
        url = URL + '9292/v2/images'
        got = k('GET', url, params={'name': name})['images']
        img = got[0] if got else k('POST', url, {
            'name': name, 'disk_format': 'raw', 'container_format': 'bare',
            'visibility': 'public', 'min_disk': 0, 'min_ram': 0})
        if img['status'] == 'queued':
            k('PUT', '%s/%s/file' % (url, img['id']), data=b'\0' * (1 << 20),
              headers={'Content-Type': 'application/octet-stream'})
        return img['id']
    img, img2 = image('tiny'), image('tiny-alt')

    net = URL + '9696/v2.0'
    admin_pid = Rest('admin').s.get_project_id()
    # Not demo's own: demo then has one network, and a server that names none
    # gets it.
    public = k.ensure(net + '/networks', 'network', 'networks', 'public', {
        'project_id': admin_pid, 'router:external': True, 'provider:network_type': 'flat',
        'provider:physical_network': 'public', 'is_default': True})
    k.ensure(net + '/subnets', 'subnet', 'subnets', 'public-v4', {
        'network_id': public['id'], 'ip_version': 4, 'enable_dhcp': False,
        'cidr': '172.24.4.0/24', 'gateway_ip': '172.24.4.1'})
    private = k.ensure(net + '/networks', 'network', 'networks', 'private', {
        'project_id': pid})
    sub = k.ensure(net + '/subnets', 'subnet', 'subnets', 'private-v4', {
        'network_id': private['id'], 'ip_version': 4, 'project_id': pid,
        'cidr': '10.0.0.0/24', 'gateway_ip': '10.0.0.1'})
    router = k.ensure(net + '/routers', 'router', 'routers', 'router1', {
        'project_id': pid,
        'external_gateway_info': {'network_id': public['id']}})
    ports = k('GET', net + '/ports', params={
        'device_id': router['id'],
        'device_owner': 'network:router_interface'})['ports']
    if not ports:
        k('PUT', '%s/routers/%s/add_router_interface' % (net, router['id']),
          {'subnet_id': sub['id']})

    cinder = URL + '8776/v3/' + pid
    types = {t['name'] for t in k('GET', cinder + '/types')['volume_types']}
    if 'null' not in types:
        k('POST', cinder + '/types', {'volume_type': {
            'name': 'null', 'extra_specs': {'volume_backend_name': 'null'}}})
    versions = k('GET', nova + '/')['version']

    ids = {'demo_project_id': pid, 'admin_project_id': admin_pid,
           'image': img, 'image_alt': img2, 'network': private['id'],
           'subnet': sub['id'], 'public_network': public['id'],
           'router': router['id'], 'flavors': [f[0] for f in FLAVORS],
           'nova_microversion_max': versions['version'],
           'network_extensions': sorted(e['alias'] for e in k(
               'GET', net + '/extensions')['extensions']),
           'auth_url': KEYSTONE, 'compute_v2': '%s8774/v2/%s' % (URL, pid),
           'compute_v21': nova}
    write('ids.json', json.dumps(ids, indent=1) + '\n')
    clouds = {}
    for name, user, project in (('admin', 'admin', 'admin'),
                                ('demo', 'demo', 'demo'),
                                ('demo-admin', 'admin', 'demo')):
        clouds['real-' + name] = {
            'region_name': 'RegionOne', 'identity_api_version': 3,
            'auth': {'auth_url': KEYSTONE, 'username': user, 'password': PW,
                     'project_name': project, 'user_domain_id': 'default',
                     'project_domain_id': 'default'}}
    # JSON is YAML, and needs no library to write.
    write('clouds.yaml', json.dumps({'clouds': clouds}, indent=1) + '\n')


def unforce():
    """Lifts 'forced down' from every compute host, once each has restarted."""
    k = Rest('admin')
    nova = URL + '8774/v2.1'
    h = {'X-OpenStack-Nova-API-Version': '2.53'}
    for s in k('GET', nova + '/os-services', headers=h)['services']:
        if not s.get('forced_down'):
            continue
        for _ in range(60):
            r = k.s.put('%s/os-services/%s' % (nova, s['id']), headers=h,
                        json={'forced_down': False}, raise_exc=False)
            if r.status_code == 200:
                break
            time.sleep(1)
        else:
            raise SystemExit(r.text)


def write(name, text):
    with open(os.path.join(BASE, name), 'w') as f:
        f.write(text)


if __name__ == '__main__':
    {'identity': identity, 'all': data, 'unforce': unforce}[sys.argv[1]]()
