// Doubles: five bodies attract each other for 20 000 steps, with a square root by Newton's method.
struct body { double x, y, z, vx, vy, vz, mass; };
static struct body bodies[5];

static double inverse_root(double x) {
    double r = 1.0 / (1.0 + x * 0.5);
    for (int i = 0; i < 4; ++i) r = r * (1.5 - 0.5 * x * r * r);
    return r;
}

__attribute__((export_name("run"))) unsigned run(void) {
    for (int i = 0; i < 5; ++i) {
        struct body *b = &bodies[i];
        b->x = i * 1.5 - 3; b->y = i * 0.25; b->z = 0.5 - i * 0.125;
        b->vx = 0.01 * i; b->vy = 0.3 - 0.1 * i; b->vz = 0.02;
        b->mass = i == 0 ? 1.0 : 0.001 * i;
    }
    for (int step = 0; step < 20000; ++step) {
        for (int i = 0; i < 5; ++i) {
            for (int j = i + 1; j < 5; ++j) {
                struct body *p = &bodies[i], *q = &bodies[j];
                double dx = p->x - q->x, dy = p->y - q->y, dz = p->z - q->z;
                double d2 = dx * dx + dy * dy + dz * dz + 0.01;
                double inverse = inverse_root(d2);
                double pull = 0.001 * inverse * inverse * inverse;
                p->vx -= dx * q->mass * pull; p->vy -= dy * q->mass * pull; p->vz -= dz * q->mass * pull;
                q->vx += dx * p->mass * pull; q->vy += dy * p->mass * pull; q->vz += dz * p->mass * pull;
            }
        }
        for (int i = 0; i < 5; ++i) {
            struct body *b = &bodies[i];
            b->x += 0.001 * b->vx; b->y += 0.001 * b->vy; b->z += 0.001 * b->vz;
        }
    }
    double sum = 0;
    for (int i = 0; i < 5; ++i) sum += bodies[i].x + bodies[i].y * 2 + bodies[i].z * 4;
    return (unsigned)(long long)(sum * 1e6);
}
