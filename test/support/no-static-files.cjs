// Mercurius requires @fastify/static for a page we do not serve; one of its dependencies is ESM only, which Jest cannot `require`.
module.exports = () => Promise.reject(new Error('no static files are served in tests'));
